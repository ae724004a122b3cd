import { describe, expect, it } from 'vitest';
import { parseSavedSettings } from './saved-settings.ts';
import { draftOf, draftProblems, isChanged, settingsBody } from './settings-draft.ts';

const saved = parseSavedSettings({
  enabled: true,
  pinned: false,
  jsonData: { hubUrl: 'http://hub:8080', provisioned: true, other: 1 },
  secureJsonFields: { readSecret: true, adminSecret: true },
});
const fresh = parseSavedSettings({ enabled: true, pinned: true, jsonData: null });

describe('parseSavedSettings', () => {
  it('takes an app that was never configured', () => {
    expect(fresh).toMatchObject({
      settings: { hubUrl: '', nodeHubUrl: '', provisioned: false },
      hasSecret: { read: false, admin: false },
    });
  });
});

describe('settingsBody', () => {
  it('leaves out secrets that were not typed and keeps what this page does not know', () => {
    expect(settingsBody({ ...draftOf(saved), hubUrl: ' http://hub:9090/ ' }, saved)).toEqual({
      enabled: true,
      pinned: false,
      jsonData: { hubUrl: 'http://hub:9090', nodeHubUrl: '', provisioned: true, other: 1 },
      secureJsonData: {},
    });
  });

  it('takes the line end off a pasted file', () => {
    const draft = { ...draftOf(saved), adminSecret: 'a-new-admin-secret\n' };
    expect(settingsBody(draft, saved).secureJsonData).toEqual({ adminSecret: 'a-new-admin-secret' });
  });
});

describe('draftProblems', () => {
  it('has none for what is saved', () => {
    expect(draftProblems(draftOf(saved), saved)).toEqual({});
    expect(isChanged(draftOf(saved), saved)).toBe(false);
  });

  it('wants an address and both secrets at first', () => {
    expect(Object.keys(draftProblems(draftOf(fresh), fresh))).toEqual(['hubUrl', 'readSecret', 'adminSecret']);
  });

  it.each([
    ['hubUrl', { hubUrl: 'hub:8080' }],
    ['hubUrl', { hubUrl: 'http://user:pass@hub' }],
    ['nodeHubUrl', { nodeHubUrl: 'hub' }],
    ['readSecret', { readSecret: 'short' }],
    ['adminSecret', { adminSecret: 'short' }],
    ['adminSecret', { readSecret: 'one-and-the-same-secret', adminSecret: 'one-and-the-same-secret' }],
  ])('finds what is wrong with %s', (key, change) => {
    expect(Object.keys(draftProblems({ ...draftOf(saved), ...change }, saved))).toEqual([key]);
  });
});

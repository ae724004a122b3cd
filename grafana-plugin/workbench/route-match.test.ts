import { describe, expect, it } from 'vitest';
import { readManifest } from './plugin-manifest.ts';
import { matchRoute, renderTemplate } from './route-match.ts';

const manifest = await readManifest(new URL('../src/plugin.json', import.meta.url));
const read = new Set(['noderr-hub-app.rollouts:read']);
const all = new Set(['noderr-hub-app.rollouts:read', 'noderr-hub-app.rollouts:write', 'noderr-hub-app.tokens:write']);

describe('matchRoute over our plugin.json', () => {
  it('gives a reader every GET but those of the admin secret', () => {
    expect(matchRoute(manifest.routes, 'GET', 'hub/tiers', read).kind).toBe('route');
    expect(matchRoute(manifest.routes, 'GET', 'hub/nodes/0xab', read)).toMatchObject({ rest: 'nodes/0xab' });
    expect(matchRoute(manifest.routes, 'GET', 'hub/tokens', read).kind).toBe('denied');
    expect(matchRoute(manifest.routes, 'GET', 'hub/whoami/admin', read).kind).toBe('denied');
  });

  it.each([
    'hub/intents',
    'hub/intents/6f1c/confirm',
    'hub/tokens',
    'hub/tokens/6f1c/revoke',
    'hub/nodes/0xab/suspend',
  ])('denies a reader POST %s and lets an admin through with the admin secret', (path) => {
    expect(matchRoute(manifest.routes, 'POST', path, read).kind).toBe('denied');
    expect(matchRoute(manifest.routes, 'POST', path, all)).toMatchObject({
      route: { headers: [{ content: '{{ .SecureJsonData.adminSecret }}' }] },
    });
  });

  it('knows no other verb and no other path', () => {
    expect(matchRoute(manifest.routes, 'DELETE', 'hub/tokens/1', all).kind).toBe('none');
    expect(matchRoute(manifest.routes, 'POST', 'hub/tiers', all).kind).toBe('none');
    expect(matchRoute(manifest.routes, 'GET', 'hubris', all).kind).toBe('none');
    expect(matchRoute(manifest.routes, 'GET', 'hub/', all).kind).toBe('none');
  });

  it('asks an action of every route', () => {
    expect(manifest.routes.every((route) => all.has(route.reqAction))).toBe(true);
  });
});

describe('renderTemplate', () => {
  it('fills settings and secrets, and marks what is missing as Grafana does', () => {
    const settings = { jsonData: { hubUrl: 'http://hub' }, secureJsonData: { readSecret: 's' } };
    expect(renderTemplate('{{ .JsonData.hubUrl }}/api/v1', settings)).toBe('http://hub/api/v1');
    expect(renderTemplate('{{ .SecureJsonData.readSecret }}', settings)).toBe('s');
    expect(renderTemplate('{{ .SecureJsonData.adminSecret }}', settings)).toBe('<no value>');
  });
});

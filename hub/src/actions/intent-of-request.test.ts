import { describe, expect, it } from 'vitest';
import { IntentRequest, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { HubError } from '../problem/hub-error.ts';
import { NOW, tierChain } from '../testing/make-picture.ts';
import { aimed, asksForSame, intentOfRequest } from './intent-of-request.ts';

const ada = { id: 'user:1', login: 'ada', role: 'Admin' } as const;
const ID = '11111111-1111-4111-8111-111111111111';

function request(over: Record<string, unknown>): IntentRequest {
  return IntentRequest.parse({ id: ID, kind: 'pause', tier: 'ALL', expectedRollout: 5, ...over });
}

function faults(over: Record<string, unknown>): string[] {
  try {
    intentOfRequest(request(over), ada, NOW);
    return [];
  } catch (error) {
    return error instanceof HubError ? (error.issues ?? []).map(({ path }) => path) : ['?'];
  }
}

describe('a requested intent', () => {
  it('belongs to its user and expires after five minutes', () => {
    const intent = intentOfRequest(request({ reason: ' bad ' }), ada, NOW);
    expect(intent).toMatchObject({ owner: 'user:1', reason: 'bad', expiresAt: NOW + 300_000, status: 'prepared' });
  });

  it.each([
    [{ kind: 'resume' }, ['body.expectedSeq']],
    [{ kind: 'rollback' }, ['body.to']],
    [{ kind: 'open' }, ['body.cohort']],
    [{ kind: 'open', cohort: 1, confirm: true }, ['body.confirm']],
    [{ reason: '€'.repeat(67) }, ['body.reason']],
    [{ reason: '€'.repeat(66), confirm: true }, []],
  ])('%j is told what it lacks: %j', (over, paths) => {
    expect(faults(over)).toEqual(paths);
  });

  it('to pause what is final pauses what stands in the newest block', () => {
    const tier = tierChain({ latest: directive({ seq: 6 as Seq, rolloutId: 6 as Seq }) });
    const pause = intentOfRequest(request({}), ada, NOW);
    expect(aimed(pause, tier).expectedRollout).toBe(6);
    const other = intentOfRequest(request({ expectedRollout: 4 }), ada, NOW);
    expect(aimed(other, tier).expectedRollout).toBe(4);
    const open = intentOfRequest(request({ kind: 'open', cohort: 1 }), ada, NOW);
    expect(aimed(open, tier).expectedRollout).toBe(5);
  });

  it('is the same as a repeated one, not as one for something else', () => {
    const stored = intentOfRequest(request({ kind: 'open', cohort: 1 }), ada, NOW);
    const record = {
      ...stored,
      preview: { text: '', fast: 0, download: 0, cannot: 0, untouched: 0, cannotReasons: [], data: null },
    };
    expect(asksForSame(request({ kind: 'open', cohort: 1 }), record)).toBe(true);
    expect(asksForSame(request({ kind: 'open', cohort: 2 }), record)).toBe(false);
    expect(asksForSame(request({ kind: 'open', cohort: 1, expectedRollout: 6 }), record)).toBe(false);
    expect(asksForSame(request({}), record)).toBe(false);
  });
});

import { type ChainView, type Directive, Hex32, Sec } from '@noderr/protocol';
import { expect, test } from 'vitest';
import { CLAIM_LIFE_MS, claimOf, judgeClaim, type PendingClaim } from './brake-claims.ts';

const hash = (digit: string): Hex32 => Hex32.parse(`0x${digit.repeat(64)}`);
const directive = (seq: number, head: string, paused = false, rolloutId = 1): Directive =>
  ({ seq, headHash: hash(head), paused, rolloutId }) as Directive;

function pendingAt(height: number, claimed: Directive, extra: Partial<PendingClaim> = {}): PendingClaim {
  const block = { number: height, hash: hash('b'), time: Sec.parse(0) };
  return {
    claim: { host: 'a', reason: 'paused', block, directive: claimed, since: 0 },
    finalSeq: 4,
    shared: false,
    ...extra,
  };
}

const finalAt = (number: number, head: Directive): Pick<ChainView, 'block' | 'directive'> => ({
  block: { number, hash: hash('f'), time: Sec.parse(0) },
  directive: head,
});

test('A claim is open until finality reaches its block, but no longer than 30 minutes', () => {
  const pending = pendingAt(100, directive(5, '5', true));
  expect(judgeClaim(pending, finalAt(99, directive(4, '4')), 1)).toBe('open');
  expect(judgeClaim(pending, finalAt(99, directive(4, '4')), CLAIM_LIFE_MS)).toBe('false');
});

test('A claim that became final lapses; one that did not was false', () => {
  const pending = pendingAt(100, directive(5, '5', true));
  expect(judgeClaim(pending, finalAt(100, directive(5, '5', true)), 1)).toBe('lapsed');
  expect(judgeClaim(pending, finalAt(100, directive(5, 'a')), 1)).toBe('false');
  expect(judgeClaim(pending, finalAt(100, directive(4, '4')), 1)).toBe('false');
});

test('A claim that finality passed by gets the benefit of the doubt, unless it was behind when made', () => {
  expect(judgeClaim(pendingAt(100, directive(5, '5', true)), finalAt(100, directive(7, '7')), 1)).toBe('lapsed');
  expect(judgeClaim(pendingAt(100, directive(3, '3', true)), finalAt(100, directive(7, '7')), 1)).toBe('false');
});

test('What a quorum claimed and a reorganisation took back is nobody’s lie', () => {
  const shared = pendingAt(100, directive(5, '5', true), { shared: true });
  expect(judgeClaim(shared, finalAt(100, directive(4, '4')), 1)).toBe('lapsed');
});

test('Only a pause or another rollout brakes', () => {
  const final = directive(4, '4');
  expect(claimOf(final, final)).toBeUndefined();
  expect(claimOf(directive(5, '5', true), final)).toBe('paused');
  expect(claimOf(directive(5, '5', false, 5), final)).toBe('other-rollout');
  expect(claimOf(directive(5, '5'), final)).toBeUndefined();
  expect(claimOf(directive(6, '6', true), directive(5, '5', true))).toBeUndefined();
});

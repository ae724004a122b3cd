import { Hex32, Sec } from '@noderr/protocol';
import { expect, test } from 'vitest';
import { ageProblem, candidateHeights, type EndpointBlock, voteOnBlock, voteOnContent } from './block-agreement.ts';

const at = (host: string, digit: string, number = 10): EndpointBlock => ({
  host,
  block: { number, hash: Hex32.parse(`0x${digit.repeat(64)}`), time: Sec.parse(1) },
});

test('The best height is one that a quorum has reached, however far one of them claims to be', () => {
  expect(candidateHeights([1e9, 100, 99], 2)).toEqual([100, 99]);
  expect(candidateHeights([100, 100, 50], 2)).toEqual([100, 50]);
  expect(candidateHeights([100], 2)).toEqual([]);
  expect(candidateHeights([7], 1)).toEqual([7]);
});

test('A block is agreed by a quorum that names the same number, hash and time', () => {
  expect(voteOnBlock([at('a', '1'), at('b', '1'), at('c', '2')], 2)).toMatchObject({
    kind: 'agreed',
    hosts: ['a', 'b'],
  });
  expect(voteOnBlock([at('a', '1'), at('b', '2'), at('c', '3')], 2).kind).toBe('none');
  const later = at('b', '1');
  expect(voteOnBlock([at('a', '1'), { ...later, block: { ...later.block, time: Sec.parse(2) } }], 2).kind).toBe('none');
});

test('Two quorums that contradict each other are none', () => {
  expect(voteOnBlock([at('a', '1'), at('b', '2')], 1).kind).toBe('split');
  const contents = [
    { host: 'a', content: 'x' },
    { host: 'b', content: 'y' },
  ];
  expect(voteOnContent(contents, 1)).toBeUndefined();
});

test('A block is fresh up to its limit on both sides of the clock', () => {
  expect(ageProblem(1200, 1200)).toBeUndefined();
  expect(ageProblem(1201, 1200)).toBe('chain/stale');
  expect(ageProblem(-1200, 1200)).toBeUndefined();
  expect(ageProblem(-1201, 1200)).toBe('chain/from-the-future');
});

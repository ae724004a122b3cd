import { ReleaseDetail, type ReleaseId } from '@noderr/protocol';
import { expect, it } from 'vitest';
import { releaseDetail } from '../../../test/fixture/history-answers.ts';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { signatureCounts } from './signature-counts.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

it('counts who went past the check of the signatures, and who refused', () => {
  const detail = ReleaseDetail.parse(releaseDetail(makeFleet('running', NOW), 'ORACLE', 3, NOW));
  const [first, second, third, fourth] = detail.nodes;
  if (!first || !second || !third || !fourth) throw new Error('the fixture has four nodes');
  const old = { committed: 2 as ReleaseId, outcome: null, code: null };
  const nodes = [
    { ...first, ...old, committed: detail.release.id },
    { ...second, ...old, outcome: 'rolled-back' as const, code: 'health/timeout' as const },
    { ...third, ...old, outcome: 'failed' as const, code: 'signature/untrusted' as const },
    { ...fourth, ...old },
  ];
  expect(signatureCounts({ ...detail, nodes })).toEqual({ accepted: 2, refused: 1 });
});

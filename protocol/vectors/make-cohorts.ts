/**
 * Writes cohorts.json with ethers' keccak, an implementation independent of the one that `protocol` uses.
 * Run with `npm run vectors -w protocol`.
 */
import { writeFileSync } from 'node:fs';
import { concat, keccak256, toBeHex } from 'ethers';

const plans = [
  { canaryBps: 500, cohortBps: 2500 },
  { canaryBps: 1, cohortBps: 9999 },
  { canaryBps: 10_000, cohortBps: 1 },
  { canaryBps: 100, cohortBps: 521 },
];

const vectors = Array.from({ length: 400 }, (_, index) => {
  const salt = keccak256(toBeHex(index, 32));
  const nodeId = keccak256(salt);
  const plan = plans[index % plans.length] ?? { canaryBps: 500, cohortBps: 2500 };
  const bucket = Number(BigInt(keccak256(concat([salt, nodeId]))) % 10_000n);
  const cohort = bucket < plan.canaryBps ? 0 : 1 + Math.floor((bucket - plan.canaryBps) / plan.cohortBps);
  return { salt, nodeId, ...plan, bucket, cohort };
});

writeFileSync(new URL('cohorts.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);

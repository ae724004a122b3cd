/** `npm run bench:rollback`: rollback and update on a real dockerd, interleaved with bare `docker stop` + `docker start`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type DockerLab, dockerLabMissing, startDockerLab } from '../src/testing/docker-lab.ts';
import { openLabNode } from './lab-node.ts';
import { quantile } from './quantile.ts';
import { type Series, tableOf } from './series.ts';

const DATA_BYTES = 200_000_000;
/** Longer than the failing release takes to fail. */
const FAILING_SOAK_MS = 20_000;
const GOOD_SOAK_MS = 500;
const GOAL_ROLLBACK_P99_MS = 5000;
const GOAL_GAP_RATIO = 1.5;

const { runs, gapRuns, dataRuns, json } = new Command('npm run bench:rollback --')
  .description('Rollback and service gap on a real dockerd, interleaved with bare docker stop + docker start.')
  .option('--runs <n>', 'rollbacks', wholeNumber, 200)
  .option('--gap-runs <n>', 'updates without data', wholeNumber, 50)
  .option('--data-runs <n>', 'updates with 200 MB of data', wholeNumber, 20)
  .option('--json', 'print every figure as JSON', false)
  .parse()
  .opts<{ runs: number; gapRuns: number; dataRuns: number; json: boolean }>();

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1');
  return Number(text);
}

const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** From the verdict against a release to the first good answer of the kept container. */
async function benchRollback(lab: DockerLab, folder: string): Promise<Series> {
  const open = await openLabNode(lab, { name: 'rollback', folder, soakMs: FAILING_SOAK_MS, dataBytes: 0 });
  const { node, probe, bare, bareProbe, images } = open;
  const series: Series = { what: 'rollback, verdict to first good answer', agent: [], bare: [] };
  for (let run = 1; run <= runs; run += 1) {
    const back: Promise<number>[] = [];
    const { outcome, detail } = await node.update(images.fading, () => {
      const verdictAt = performance.now();
      back.push(probe.firstGood().then((at) => at - verdictAt));
    });
    if (outcome !== 'rolled-back') throw new Error(`expected a rollback, not ${outcome}: ${detail}`);
    series.agent.push(...(await Promise.all(back)));
    series.bare.push(await bareProbe.gapDuring(() => bare.stopAndStart()));
    if (run % 10 === 0) note(`${run} of ${runs} rollbacks`);
  }
  await open.close();
  return series;
}

/** The longest time without a good answer during an update. */
async function benchGap(lab: DockerLab, folder: string, times: number, dataBytes: number): Promise<Series> {
  const data = `${dataBytes / 1e6} MB`;
  const open = await openLabNode(lab, { name: `gap-${dataBytes}`, folder, soakMs: GOOD_SOAK_MS, dataBytes });
  const { node, probe, bare, bareProbe, images } = open;
  const series: Series = { what: `service gap of an update, ${data} of data`, agent: [], bare: [] };
  for (let run = 1; run <= times; run += 1) {
    const gap = await probe.gapDuring(async () => {
      const { outcome, detail } = await node.update(run % 2 === 1 ? images.second : images.first);
      if (outcome !== 'committed') throw new Error(`expected a commit, not ${outcome}: ${detail}`);
    });
    series.agent.push(gap);
    series.bare.push(await bareProbe.gapDuring(() => bare.stopAndStart()));
    if (run % 10 === 0) note(`${run} of ${times} updates with ${data} of data`);
  }
  await open.close();
  return series;
}

function report(series: readonly Series[], loads: readonly number[]): void {
  const [rollback, gap] = series;
  if (!rollback || !gap) throw new Error('nothing was measured');
  const p99 = quantile(rollback.agent, 0.99);
  const ratio = quantile(gap.agent, 0.5) / quantile(gap.bare, 0.5);
  const machine = { cores: availableParallelism(), node: process.version, loadBefore: loads[0], loadAfter: loads[1] };
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, series, rollbackP99Ms: p99, gapRatio: ratio }, null, 2)}\n`);
    return;
  }
  const verdict = (met: boolean): string => (met ? 'met' : 'MISSED');
  process.stdout.write(`${tableOf(series)}

${machine.cores} cores, Node ${machine.node}, load ${loads.map((load) => load.toFixed(1)).join(' before, ')} after
rollback p99 < ${GOAL_ROLLBACK_P99_MS} ms: ${verdict(p99 < GOAL_ROLLBACK_P99_MS)} (${Math.round(p99)} ms)
gap p50 without data ≤ ${GOAL_GAP_RATIO} × bare: ${verdict(ratio <= GOAL_GAP_RATIO)} (${ratio.toFixed(2)} ×)
`);
}

const path = process.env.PATH ?? '';
const missing = await dockerLabMissing(path);
if (missing === null) {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'noderr-bench-'));
  const lab = await startDockerLab(path);
  const cleanUp = async (): Promise<void> => {
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void cleanUp().finally(() => process.exit(130)));
  }
  try {
    const series = [
      await benchRollback(lab, folder),
      await benchGap(lab, folder, gapRuns, 0),
      await benchGap(lab, folder, dataRuns, DATA_BYTES),
    ];
    report(series, [loadBefore, loadavg()[0] ?? 0]);
  } finally {
    await cleanUp();
  }
} else {
  process.stderr.write(`bench:rollback needs a dockerd of its own: ${missing}\n`);
  process.exitCode = 1;
}

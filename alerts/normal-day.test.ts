import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ruleFiles } from './testing/folders.ts';
import { normalDay, SCRAPE_S } from './testing/normal-day.ts';
import { describeWith, run } from './testing/programs.ts';
import { seriesNotation } from './testing/series-notation.ts';

const NODES = 12;

const DAY_H = 24;
/** Until then a rollout is over, and the hub was started anew twice, once in the middle of it. */
const FIRST_ROLLOUT_H = 9;

describeWith(['promtool'], 'a day of rollouts, restarts and reconnects', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-day-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('raises no alert of nodes or the hub in its first rollout, looked at every 5 s as their groups are', async () => {
    await judge(normalDay(NODES, seededRandom(7)), filesNamed('nodes.yml', 'hub.yml'), SCRAPE_S, FIRST_ROLLOUT_H);
  }, 300_000);

  it('raises no alert at all, looked at every 30 s', { timeout: 300_000 }, async () => {
    const judging = ruleFiles().filter((file) => readFileSync(file, 'utf8').includes('- alert: '));
    await judge(normalDay(NODES, seededRandom(7)), judging, 30, DAY_H);
  });

  it('raises one if a node dies in it', { timeout: 300_000 }, async () => {
    const day = normalDay(NODES, seededRandom(7), 86_000);
    await expect(judge(day, filesNamed('nodes.yml'), 30, DAY_H)).rejects.toThrow('NodeDown');
  });

  /** Throws with what fired at any moment of the day's first `hours`. */
  async function judge(
    day: ReturnType<typeof normalDay>,
    rule_files: readonly string[],
    everyS: number,
    hours: number,
  ): Promise<void> {
    const file = join(folder, 'day.json');
    const input_series = [...day].map(([series, samples]) => ({ series, values: seriesNotation(samples) }));
    const expr = `count by (alertname) (last_over_time(ALERTS{alertname!="Watchdog",alertstate="firing"}[${hours}h]))`;
    const promql_expr_test = [{ expr, eval_time: `${hours}h`, exp_samples: [] }];
    writeFileSync(
      file,
      JSON.stringify({
        rule_files,
        evaluation_interval: `${everyS}s`,
        tests: [{ interval: `${SCRAPE_S}s`, input_series, promql_expr_test }],
      }),
    );
    await run('promtool', ['test', 'rules', file]);
  }
});

function filesNamed(...names: string[]): string[] {
  return ruleFiles().filter((file) => names.includes(basename(file)));
}

/** A small linear congruential generator: the same day at each run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

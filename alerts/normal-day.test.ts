import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ruleFiles } from './testing/folders.ts';
import { normalDay, SCRAPE_S } from './testing/normal-day.ts';
import { describeWith, run } from './testing/programs.ts';
import { seriesNotation } from './testing/series-notation.ts';

const NODES = 12;

/** Any alert that fired at any moment of the day. */
const FIRED = 'count by (alertname) (last_over_time(ALERTS{alertname!="Watchdog",alertstate="firing"}[1d]))';

describeWith(['promtool'], 'a day of rollouts, restarts and reconnects', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-day-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('raises no alert of nodes or the hub, looked at every 5 s as their groups are', { timeout: 300_000 }, async () => {
    await judge(normalDay(NODES, seededRandom(7)), filesNamed('nodes.yml', 'hub.yml'), SCRAPE_S);
  });

  it('raises no alert at all, looked at every 30 s', { timeout: 300_000 }, async () => {
    const judging = ruleFiles().filter((file) => readFileSync(file, 'utf8').includes('- alert: '));
    await judge(normalDay(NODES, seededRandom(7)), judging, 30);
  });

  it('raises one if a node dies in it', { timeout: 300_000 }, async () => {
    const day = normalDay(NODES, seededRandom(7), 86_000);
    await expect(judge(day, filesNamed('nodes.yml'), 30)).rejects.toThrow('NodeDown');
  });

  /** Throws with what fired at any moment of the day. */
  async function judge(
    day: ReturnType<typeof normalDay>,
    rule_files: readonly string[],
    everyS: number,
  ): Promise<void> {
    const file = join(folder, 'day.json');
    const input_series = [...day].map(([series, samples]) => ({ series, values: seriesNotation(samples) }));
    const promql_expr_test = [{ expr: FIRED, eval_time: '1d', exp_samples: [] }];
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

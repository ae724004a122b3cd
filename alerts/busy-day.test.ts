import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyDay, PUSH_S, WORKDAY_S } from './testing/busy-day.ts';
import { ruleFiles } from './testing/folders.ts';
import { describeWith, run } from './testing/programs.ts';

/** Any alert that fired at any moment of the day. */
const FIRED = 'count by (alertname) (last_over_time(ALERTS{alertstate="firing"}[1d]))';

/** The rules that judge what nodes measure. */
const JUDGING = ['hosts.yml', 'applications.yml', 'trading.yml'];

describeWith(['promtool'], 'a working day', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-busy-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('raises no alert', async () => {
    await judge(busyDay('a'));
  });

  it('raises one if a disk fills in it', async () => {
    await expect(judge(busyDay('a', true))).rejects.toThrow('DiskSpaceCritical');
  });

  /** Throws with what fired at any moment of the day. */
  async function judge(day: ReadonlyMap<string, string>): Promise<void> {
    const file = join(folder, 'day.json');
    const rule_files = ruleFiles().filter((rules) => JUDGING.includes(basename(rules)));
    const input_series = [...day].map(([series, values]) => ({ series, values }));
    const promql_expr_test = [{ expr: FIRED, eval_time: `${WORKDAY_S}s`, exp_samples: [] }];
    const tests = [{ interval: `${PUSH_S}s`, input_series, promql_expr_test }];
    writeFileSync(file, JSON.stringify({ rule_files, evaluation_interval: '1m', tests }));
    await run('promtool', ['test', 'rules', file]);
  }
});

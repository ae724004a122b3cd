import { mkdtempSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertNames, PROMETHEUS, ruleFiles, RUNBOOKS, unitFiles } from './testing/folders.ts';
import { describeWith, run } from './testing/programs.ts';

describe('each alert', () => {
  const units = unitFiles()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const rules = ruleFiles()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

  it.each(alertNames())('%s has a runbook, a case where it fires and one where it does not', (name) => {
    expect(rules).toContain(`runbook_url: /public/plugins/noderr-hub-app/runbooks/${name}.md\n`);
    expect(readdirSync(RUNBOOKS)).toContain(`${name}.md`);
    expect(units).toContain(`labels: 'ALERTS{alertname="${name}",alertstate="firing",`);
    const silence = new RegExp(`alertname="${name}"[^}]*\\}[^}]*eval_time: \\w+,\\s+exp_samples: \\[\\]`);
    if (name !== 'Watchdog') expect(units).toMatch(silence);
  });

  it('tells the name of the node that it is about', () => {
    const about = rules.split('- alert: ').filter((rule) => /summary:[^]*\$labels\.node_id[^]*description:/.test(rule));
    expect(about.length).toBeGreaterThan(10);
    const NAME = `node: '{{ with printf "node:noderr_version:info{node_id=%q}" $labels.node_id | query }}`;
    expect(about.filter((rule) => !rule.includes(NAME)).map((rule) => rule.split('\n')[0])).toEqual([]);
  });

  it('has no runbook without its alert', () => {
    expect(readdirSync(RUNBOOKS).sort()).toEqual(
      alertNames()
        .map((name) => `${name}.md`)
        .sort(),
    );
  });
});

describeWith(['promtool'], 'the rules for Prometheus', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-prometheus-'));
    cpSync(PROMETHEUS, folder, { recursive: true });
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/scrape-token'), 'token');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('pass every lint', async () => {
    await run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', ...ruleFiles()]);
  });

  it('are found by its configuration', async () => {
    const said = await run('promtool', [
      'check',
      'config',
      '--lint=all',
      '--lint-fatal',
      join(folder, 'prometheus.yml'),
    ]);
    expect(said).toContain(`${ruleFiles().length} rule files found`);
  });

  it.each(unitFiles().map((file) => [basename(file), file]))('do as %s says', async (_name, file) => {
    await run('promtool', ['test', 'rules', file]);
  });
});

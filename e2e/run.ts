/**
 * `npm run e2e`: the specs against the pages. With GRAFANA_URL, GRAFANA_USER and GRAFANA_PASSWORD set, against that
 * Grafana; else it starts a network of its own, with the Grafana of GRAFANA_HOME or else the workbench.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEMO_TIER,
  GRAFANA_ADMIN,
  grafanaPasswordFile,
  interruption,
  openRunFolder,
  startStack,
  unlessInterrupted,
  until,
} from '@noderr/stack';

const { env } = process;
const chromium = env.CHROMIUM_BIN ?? '/usr/bin/chromium';
const NODES = 3;
const interrupted = interruption();

if (!existsSync(chromium)) {
  const message = `no Chromium at ${chromium}: install it, or name it in CHROMIUM_BIN`;
  if (env.REQUIRE_ALL === '1') {
    console.error(message);
    process.exit(1);
  }
  console.log(`skipped: the pages in Chromium — ${message}`);
  process.exit(0);
}
process.exitCode = env.GRAFANA_URL === undefined ? await onOwnNetwork() : await onGiven(env.GRAFANA_URL);

async function onGiven(url: string): Promise<number> {
  if (env.GRAFANA_USER === undefined || env.GRAFANA_PASSWORD === undefined) {
    console.error('GRAFANA_URL needs GRAFANA_USER and GRAFANA_PASSWORD beside it');
    return 78;
  }
  console.log(`e2e: against the Grafana at ${new URL(url).host}; specs that publish releases are skipped`);
  return playwright({ PAGES_URL: url, PAGES_KIND: 'grafana' });
}

async function onOwnNetwork(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'noderr-e2e-'));
  const run = openRunFolder(folder, false);
  let passed = false;
  console.log('e2e: a network of its own, with the Grafana of GRAFANA_HOME or else the workbench');
  try {
    const stack = await startStack({
      ...{ run, nodes: NODES, env, portBase: undefined, runtime: 'process', signal: interrupted },
      onNote: (line) => {
        console.log(`  ${line}`);
      },
    });
    try {
      await stack.publish({ version: '1.0.0', fault: 'none', ballastBytes: 0 }, { atOnce: true });
      const complete = until('the first release on every node', 180, async () => {
        const { rollout } = await stack.api.tier(DEMO_TIER);
        return rollout.status === 'complete' ? true : `${rollout.counts.updated} updated`;
      });
      await unlessInterrupted(interrupted, complete);
      const { grafana, addresses } = stack;
      console.log(`e2e: against ${grafana === null ? 'the workbench' : `Grafana ${grafana.version}`}`);
      const code = await playwright({
        PAGES_URL: addresses.pages,
        PAGES_KIND: grafana === null ? 'workbench' : 'grafana',
        RUN_FOLDER: run.path,
        ...(grafana && {
          GRAFANA_USER: GRAFANA_ADMIN,
          GRAFANA_PASSWORD: readFileSync(grafanaPasswordFile(run), 'utf8').trim(),
        }),
      });
      passed = code === 0;
      return code;
    } finally {
      await stack.close();
      run.release();
    }
  } finally {
    if (passed) await rm(folder, { recursive: true, force: true });
    else console.log(`the logs stay in ${folder}/logs`);
  }
}

async function playwright(settings: Record<string, string>): Promise<number> {
  const child = spawn('playwright', ['test', ...process.argv.slice(2)], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: { ...env, ...settings },
    signal: interrupted,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

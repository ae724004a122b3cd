import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@noderr/oci/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callersPath } from '../src/process/callers-path.ts';
import { type ServiceProcess } from '../src/process/service-process.ts';
import { readJson } from '../src/run/atomic-file.ts';
import { InterruptedError } from '../src/run/interruption.ts';
import { openRunFolder, type OwnRunFolder } from '../src/run/run-folder.ts';
import { findGrafana, openGrafanaHome } from '../src/services/grafana-home.ts';
import { grafanaPasswordFile, startGrafana } from '../src/services/grafana.ts';
import { readCompose } from './read-compose.ts';

const STAND_IN = join(import.meta.dirname, 'stand-in/grafana.ts');
const Told = z.object({
  command: z.string(),
  homepath: z.string(),
  config: z.string(),
  cwd: z.string(),
  settings: z.record(z.string(), z.string()),
});

let base = '';
let run: OwnRunFolder;
const started: ServiceProcess[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'noderr-grafana-'));
  run = openRunFolder(join(base, 'run'), false);
  mkdirSync(join(base, 'plugin'));
  writeFileSync(join(base, 'plugin/module.js'), '');
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop();
  run.release();
  rmSync(base, { recursive: true });
});

/** A home as its archive holds it, with the stand-in for its program. */
function homeOf(version = '12.3.0', run = `exec "${process.execPath}" "${STAND_IN}" "$@"`): string {
  const path = join(base, 'home');
  for (const folder of ['bin', 'conf']) mkdirSync(join(path, folder), { recursive: true });
  writeFileSync(join(path, 'conf/defaults.ini'), '');
  const script = `#!/bin/sh\nexport STAND_IN_VERSION=${version}\n${run}\n`;
  writeFileSync(join(path, 'bin/grafana'), script, { mode: 0o755 });
  return path;
}

async function start(home: string, port: number, signal?: AbortSignal): Promise<void> {
  await startGrafana({
    ...{ run, port, home: await openGrafanaHome(home), plugin: join(base, 'plugin'), signal },
    hubUrl: 'http://127.0.0.1:1',
    observability: { prometheus: 'http://127.0.0.1:2', loki: null, alertmanager: null },
    env: { ...process.env, GF_DATABASE_TYPE: 'mysql', GF_SECURITY_ADMIN_PASSWORD: 'from the shell' },
    started: (service) => started.push(service),
  });
}

function told(): z.infer<typeof Told> {
  return Told.parse(readJson(run.file('grafana', 'data', 'told.json'), Told));
}

async function asAdmin(port: number, password: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  return (await fetch(`http://127.0.0.1:${port}/api/org`, { headers: { authorization } })).status;
}

describe('the Grafana of GRAFANA_HOME', () => {
  it('has no other password than the one of the run, and is told where everything of ours is', async () => {
    const port = await freePort();
    const home = homeOf();
    await start(home, port);
    expect(await asAdmin(port, 'admin')).toBe(401);
    expect(await asAdmin(port, readFileSync(grafanaPasswordFile(run), 'utf8'))).toBe(200);

    const { command, homepath, config, cwd, settings } = told();
    expect({ command, homepath, cwd }).toEqual({ command: 'server', homepath: home, cwd: home });
    expect(config).toBe(run.file('grafana', 'grafana.ini'));
    expect(readFileSync(config, 'utf8')).toMatch(/^splashScreen = false$/m);
    expect(settings).toMatchObject({
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_ROOT_URL: `http://127.0.0.1:${port}`,
      GF_PATHS_DATA: run.file('grafana', 'data'),
      NODERR_PROMETHEUS_URL: 'http://127.0.0.1:2',
      NODERR_LOKI_URL: '',
    });
    expect(readdirSync(join(settings.GF_PATHS_PLUGINS ?? '', 'noderr-hub-app'))).toEqual(['module.js']);
    const app = readFileSync(join(settings.GF_PATHS_PROVISIONING ?? '', 'plugins/noderr-hub-app.yaml'), 'utf8');
    expect(app).toContain(`readSecret: $__file{${run.secretFile('read-secret')}}`);
    expect(app).toContain(`adminSecret: $__file{${run.secretFile('admin-secret')}}`);
  });

  it('is set as the one of the composed stack is, but for where things are', async () => {
    await start(homeOf(), await freePort());
    const elsewhere = ['GF_SERVER_ROOT_URL', 'GF_SECURITY_ADMIN_PASSWORD__FILE', 'GF_SECURITY_SECRET_KEY__FILE'];
    const composed = Object.entries(readCompose().services.grafana?.environment ?? {}).filter(
      ([name]) => name.startsWith('GF_') && !elsewhere.includes(name),
    );
    expect(composed.length).toBeGreaterThan(10);
    expect(told().settings).toMatchObject(Object.fromEntries(composed));
  });

  it('takes nothing from the settings of another Grafana in the shell', async () => {
    await start(homeOf(), await freePort());
    expect(told().settings).not.toHaveProperty('GF_DATABASE_TYPE');
  });

  it('is let in by the same password at a second start, with nothing left of an older plugin', async () => {
    const port = await freePort();
    await start(homeOf(), port);
    await started[0]?.stop();
    rmSync(join(base, 'plugin/module.js'));
    writeFileSync(join(base, 'plugin/newer.js'), '');
    await start(homeOf(), port);
    expect(await asAdmin(port, readFileSync(grafanaPasswordFile(run), 'utf8'))).toBe(200);
    expect(readdirSync(run.folder('grafana', 'plugins', 'noderr-hub-app'))).toEqual(['newer.js']);
  });

  it('says which file has the wrong password after it was changed on the pages', async () => {
    const port = await freePort();
    await start(homeOf(), port);
    await started[0]?.stop();
    writeFileSync(run.file('grafana', 'data', 'password'), 'changed');
    await expect(start(homeOf(), port)).rejects.toThrow(grafanaPasswordFile(run));
  });

  it('shows the end of its log where it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      await expect(start(homeOf(), port)).rejects.toThrow(/grafana ended during its start[^]*EADDRINUSE/);
    } finally {
      taken.close();
    }
  });

  it('does not hold up Ctrl-C while it starts', async () => {
    const home = homeOf();
    const asleep = 'case "$1" in --version) echo "grafana version 12.3.0";; *) exec sleep 600;; esac';
    homeOf('12.3.0', asleep);
    const stopped = new AbortController();
    const starting = start(home, await freePort(), stopped.signal);
    const refused = expect(starting).rejects.toThrow(InterruptedError);
    await expect.poll(() => started.length).toBe(1);
    stopped.abort(new InterruptedError('stopped by SIGINT'));
    await refused;
  });
});

describe('GRAFANA_HOME', () => {
  it('is none where it is unset or empty', async () => {
    expect(await findGrafana({})).toBeNull();
    expect(await findGrafana({ GRAFANA_HOME: '' })).toBeNull();
  });

  it('is a path of the folder in which npm was called', async () => {
    const home = homeOf();
    expect(callersPath({ INIT_CWD: base }, 'home')).toBe(home);
    expect((await findGrafana({ GRAFANA_HOME: 'home', INIT_CWD: base }))?.path).toBe(home);
  });

  it('is refused with what is expected where there is no Grafana', async () => {
    await expect(findGrafana({ GRAFANA_HOME: base })).rejects.toThrow(
      /no Grafana: it wants the folder with bin\/grafana/,
    );
  });

  it.each(['11.6.4', '12.2.9'])('is refused where Grafana is too old: %s', async (version) => {
    await expect(openGrafanaHome(homeOf(version))).rejects.toThrow(`is ${version}; the pages need 12.3 or later`);
  });

  it.each(['12.3.0', '12.4.10', '13.2.2', '13.3.0-25790145283', '9.2.0'])('is taken at %s', async (version) => {
    expect((await openGrafanaHome(homeOf(version))).version).toBe(version);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributeSecrets } from '../src/compose/secrets.ts';
import { makeKeys } from '../src/keys.ts';
import { openRunFolder, type OwnRunFolder } from '../src/run/run-folder.ts';
import { readCompose } from './read-compose.ts';

const CONSUMERS = ['hub', 'grafana', 'prometheus', 'alertmanager', 'postgres'];

describe('the secrets of the composed stack', () => {
  let base = '';
  let run: OwnRunFolder;
  const owners = new Map<string, number>();

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'noderr-secrets-'));
    run = openRunFolder(join(base, 'run'), false);
    for (const name of [...CONSUMERS, 'receivers']) mkdirSync(join(base, name));
    writeFileSync(join(base, 'receivers/critical-webhook-url'), 'https://pager.example/hook');
    writeFileSync(join(base, 'receivers/critical-slack-url'), 'https://slack.example/services/x');
    await distribute();
  });
  afterAll(() => {
    rmSync(base, { recursive: true });
  });

  async function distribute(): Promise<void> {
    await distributeSecrets({
      ...{
        run,
        keys: await makeKeys(run),
        folder: base,
        receivers: join(base, 'receivers'),
        hubUrl: 'http://hub:8480',
        grafanaUrl: 'https://grafana.example',
        postgres: 'postgres:5432',
      },
      chown: (path, uid) => owners.set(path.replace(/\.new$/, ''), uid),
    });
  }

  const read = (consumer: string, name: string): string => readFileSync(join(base, consumer, name), 'utf8');

  it('are in the hands of those who need them, and nobody else’s', () => {
    const given = Object.fromEntries(CONSUMERS.map((name) => [name, readdirSync(join(base, name)).toSorted()]));
    expect(given).toEqual({
      hub: [
        'admin-secret',
        'database-url',
        'hub-webhook-secret',
        'operator-keystore',
        'operator-password',
        'read-secret',
        'scrape-token',
        'settings.json',
      ],
      grafana: ['grafana-admin-password', 'grafana-secret-key', 'noderr-admin-secret', 'noderr-read-secret'],
      prometheus: ['scrape-token'],
      alertmanager: [
        'alertmanager.yml',
        'critical-slack-url',
        'critical-webhook-url',
        'grafana-url',
        'hub-webhook-secret',
        'hub-webhook-url',
      ],
      postgres: ['password'],
    });
    expect(read('grafana', 'noderr-read-secret')).toBe(read('hub', 'read-secret'));
    expect(read('prometheus', 'scrape-token')).toBe(read('hub', 'scrape-token'));
    expect(read('alertmanager', 'hub-webhook-secret')).toBe(read('hub', 'hub-webhook-secret'));
    expect(read('hub', 'database-url')).toBe(`postgres://noderr:${read('postgres', 'password')}@postgres:5432/noderr`);
  });

  it('lead Alertmanager to the hub and to the receivers that have an address', () => {
    const config = read('alertmanager', 'alertmanager.yml');
    expect(config).toContain('https://pager.example/hook');
    expect(config).toContain('"api_url":"https://slack.example/services/x"');
    expect(config).toContain('<https://grafana.example/a/noderr-hub-app/nodes/');
    expect(config).toContain('http://hub:8480/alerts/critical');
    expect(config).toContain('http://hub:8480/alerts/warning');
    expect(config).toContain(join(base, 'alertmanager/hub-webhook-secret'));
  });

  it('forget a receiver that is taken away', async () => {
    const file = join(base, 'receivers/warning-webhook-url');
    writeFileSync(file, 'https://gone.example/hook');
    await distribute();
    expect(read('alertmanager', 'alertmanager.yml')).toContain('https://gone.example/hook');
    rmSync(file);
    await distribute();
    expect(readdirSync(join(base, 'alertmanager'))).not.toContain('warning-webhook-url');
    expect(read('alertmanager', 'alertmanager.yml')).not.toContain('gone.example');
  });

  it('are readable by their owner alone', () => {
    for (const consumer of CONSUMERS) {
      expect(statSync(join(base, consumer)).mode & 0o777).toBe(0o500);
      for (const name of readdirSync(join(base, consumer))) {
        const isPublic = name === 'settings.json';
        expect(statSync(join(base, consumer, name)).mode & 0o777).toBe(isPublic ? 0o444 : 0o400);
        expect(owners.get(join(base, consumer, name))).toBe(owners.get(join(base, consumer)));
      }
    }
    const uids = CONSUMERS.map((name) => owners.get(join(base, name)));
    expect(uids).toEqual([10_001, 472, 65_534, 65_534, 70]);
  });

  it.each(['hub', 'grafana'])('are all there that the compose file names for %s', (consumer) => {
    const set = Object.values(readCompose().services[consumer]?.environment ?? {}).map(String);
    const named = set.flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
    expect(named).not.toEqual([]);
    expect(readdirSync(join(base, consumer))).toEqual(expect.arrayContaining(named));
  });

  it('are the same at the next start', async () => {
    const before = read('hub', 'admin-secret');
    await distribute();
    expect(read('hub', 'admin-secret')).toBe(before);
  });
});

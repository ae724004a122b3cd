import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@noderr/settings';
import { afterAll, describe, expect, it } from 'vitest';
import { readDatabasePlace, readSettings } from './read-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'noderr-hub-settings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function secretFile(name: string, content: string, mode = 0o400): string {
  const path = join(folder, name);
  rmSync(path, { force: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function configFile(content: unknown): string {
  const path = join(folder, 'hub.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const good = {
  chainId: 31_337,
  versionBeaconAddress: `0x${'Ab'.repeat(20)}`,
  rpcEndpoints: ['http://127.0.0.1:8545'],
  readSecretFiles: [secretFile('read', 'read-secret-0123456789\n')],
  adminSecretFiles: [secretFile('admin', 'admin-secret-0123456789')],
  scrapeTokenFiles: [secretFile('scrape', 'scrape-token-0123456789')],
  grafanaUrl: 'https://grafana.example/',
};

function faultsOf(file: unknown, env: Record<string, string> = {}): readonly string[] {
  try {
    readSettings({ configFile: configFile(file), env });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('the settings', () => {
  it('come from a file, with defaults', () => {
    const settings = readSettings({ configFile: configFile(good), env: {} });
    expect(settings).toMatchObject({
      listenHost: '127.0.0.1',
      listenPort: 8480,
      versionBeaconAddress: `0x${'ab'.repeat(20)}`,
      guardEnabled: true,
      failureBudget: 0.05,
      secrets: { read: ['read-secret-0123456789'], tls: null, signer: null },
    });
  });

  it('bring the Authorization headers of the stores from files', () => {
    const file = {
      ...good,
      ...{ ingestPort: 0, prometheusUrl: 'https://p.example/api/v1/push' },
      prometheusAuthorizationFile: secretFile('prometheus-authorization', 'Basic dXNlcjpwYXNz\n'),
    };
    const { secrets } = readSettings({ configFile: configFile(file), env: {} });
    expect(secrets.stores).toEqual({ prometheus: 'Basic dXNlcjpwYXNz', loki: null });
  });

  it('come from the environment first', () => {
    const env = {
      NODERR_HUB_LISTEN_PORT: '9000',
      NODERR_HUB_RPC_ENDPOINTS: 'http://localhost:1, https://rpc.example',
      NODERR_HUB_GATE_ENABLED: 'false',
      NODERR_HUB_FAILURE_BUDGET: '0.2',
      NODERR_HUB_CONFIG: 'hub.json',
      HOME: '/nowhere',
    };
    expect(readSettings({ configFile: configFile(good), env })).toMatchObject({
      listenPort: 9000,
      rpcEndpoints: ['http://localhost:1', 'https://rpc.example'],
      gateEnabled: false,
      failureBudget: 0.2,
    });
  });

  it('tell all their faults at once', () => {
    const rest = Object.fromEntries(Object.entries(good).filter(([name]) => name !== 'grafanaUrl'));
    const file = {
      ...rest,
      chainId: 'one',
      colour: 'red',
      listenHost: '0.0.0.0',
      rpcEndpoints: ['http://rpc.example'],
      rpcQuorum: 3,
      tlsKeyFile: undefined,
      signerKeystoreFile: 'x',
      adminSecretFiles: [join(folder, 'missing')],
      readSecretFiles: [secretFile('short', 'short')],
      scrapeTokenFiles: [secretFile('open', 'scrape-token-0123456789', 0o644)],
    };
    const faults = faultsOf(file, { NODERR_HUB_LISTEN_PORT: '99999', NODERR_HUB_TYPO: '1' }).join('\n');
    for (const expected of [
      'chainId: expected a whole number',
      'NODERR_HUB_LISTEN_PORT:',
      'colour: is not an option',
      'NODERR_HUB_TYPO: is not an option',
      'listenHost: 0.0.0.0 is not loopback',
      'rpcEndpoints: http:// only reaches loopback, not rpc.example',
      'rpcQuorum: 3 of 1 endpoints can never agree',
      'signerKeystoreFile, signerPasswordFile: are set together',
      'grafanaUrl (NODERR_HUB_GRAFANA_URL): is required',
      'adminSecretFiles: cannot read',
      'holds no secret of at least 16',
      'can be read by others: chmod 0400',
    ]) {
      expect(faults).toContain(expected);
    }
  });

  it.each([
    ['plain http beyond loopback when told so', { listenHost: '0.0.0.0', plainHttpBeyondLoopback: true }],
    ['http to a host of the inner network', { grafanaUrl: 'http://grafana:3000/', plainHttpHosts: ['grafana'] }],
    ['an issuer by http when the keys come from elsewhere', { grafanaUrl: 'http://g.example/', grafanaKeysFile: '/k' }],
    ['stores of the inner network', { lokiUrl: 'http://loki:3100/loki/api/v1/push', plainHttpHosts: ['loki'] }],
    ['loopback by every name', { rpcEndpoints: ['http://[::1]:1', 'http://localhost:2', 'http://127.0.0.9:3'] }],
  ])('allow %s', (_name, over) => {
    expect(faultsOf({ ...good, ...over })).toEqual([]);
  });

  it.each([
    ['one secret for both rights', { adminSecretFiles: good.readSecretFiles }, 'must differ'],
    ['the placeholder of an unset secret', { readSecretFiles: [secretFile('none', '<no value>')] }, 'holds no secret'],
    ['the secret of Prometheus for Alertmanager', { alertSecretFiles: good.scrapeTokenFiles }, 'must differ from all'],
    ['telemetry with nowhere to go', { ingestPort: 0 }, 'ingestPort: set prometheusUrl, lokiUrl or both'],
    ['a store without its path', { prometheusUrl: 'https://p.example' }, 'expected the full address with its path'],
    ['plain http to a store', { lokiUrl: 'http://loki:3100/loki/api/v1/push' }, 'lokiUrl: http://'],
    ['telemetry on an open address', { ingestHost: '0.0.0.0' }, 'ingestHost: 0.0.0.0 is not loopback'],
    ['a tenant that is no header', { tenantHeader: 'noderr' }, 'expected a header'],
    ['two headers in one', { tenantHeader: 'X-A: b\r\nX-C: d' }, 'expected a header'],
    [
      'an Authorization header that is none',
      { lokiAuthorizationFile: secretFile('authorization', 'user:password') },
      'holds no header such as',
    ],
    ['two sources of signing keys', { grafanaKeysFile: '/k', grafanaKeysUrl: 'https://k' }, 'only one of them'],
    ['plain http to Grafana', { grafanaUrl: 'http://grafana.example/' }, 'grafanaUrl: http://'],
    ['three secrets', { readSecretFiles: ['a', 'b', 'c'] }, 'readSecretFiles'],
  ])('refuse %s', (_name, over, expected) => {
    expect(faultsOf({ ...good, ...over }).join('\n')).toContain(expected);
  });

  describe('of the database', () => {
    const local = 'postgres://hub:hunter2@127.0.0.1:5432/noderr';
    const fileOf = (url: string): string => secretFile('database-url', url);

    it('are a URL with its password in a file of its own', () => {
      const settings = readSettings({ configFile: configFile({ ...good, databaseUrlFile: fileOf(local) }), env: {} });
      expect(settings.database).toEqual({ kind: 'postgres', url: local });
    });

    it.each([
      ['a host whose certificate is checked', 'postgres://hub:hunter2@db.example/noderr?sslmode=verify-full', []],
      ['a host of the inner network', 'postgresql://hub:hunter2@db/noderr', ['db']],
      ['loopback', 'postgres://hub:hunter2@[::1]/noderr', []],
    ])('lead to %s', (_name, url, plainHttpHosts) => {
      expect(faultsOf({ ...good, databaseUrlFile: fileOf(url), plainHttpHosts })).toEqual([]);
    });

    it.each([
      ['two places', { databaseFile: 'x', databaseUrlFile: fileOf(local) }, 'databaseFile, databaseUrlFile: only one'],
      ['a password outside of a file', { databaseUrl: local }, 'databaseUrl: holds a password'],
      ['another protocol', { databaseUrl: 'mysql://hub@127.0.0.1/noderr' }, 'databaseUrl: expected a URL such as'],
      ['no database', { databaseUrl: 'postgres://hub@127.0.0.1' }, 'databaseUrl: expected a URL such as'],
      ['other parameters', { databaseUrl: 'postgres://hub@127.0.0.1/n?options=-c%20x' }, 'only these can follow the ?'],
      ['a plain connection', { databaseUrl: 'postgres://hub@db.example/n' }, 'db.example is not loopback: end the URL'],
      [
        'one that trusts any server',
        { databaseUrl: 'postgres://hub@db.example/n?sslmode=no-verify' },
        'is not loopback',
      ],
    ])('refuse %s', (_name, over, expected) => {
      expect(faultsOf({ ...good, ...over }).join('\n')).toContain(expected);
    });

    it('name a file that holds no URL, and not what it holds', () => {
      const faults = faultsOf({ ...good, databaseUrlFile: fileOf('hub:hunter2@db') }).join('\n');
      expect(faults).toContain('database-url: expected a URL such as');
      expect(faults).not.toContain('hunter2');
      expect(faultsOf({ ...good, databaseUrlFile: join(folder, 'gone') }).join('\n')).toContain('cannot read');
    });
  });

  it('never show what a secret file holds', () => {
    expect(faultsOf({ ...good, readSecretFiles: [secretFile('s', 'hunter2')] }).join('\n')).not.toContain('hunter2');
  });

  it.each(['{"chainId": ', '[1]'])('name a file that is no settings: %s', (content) => {
    expect(faultsOf(content)[0]).toContain('cannot be read as settings');
    expect(() => readDatabasePlace({ configFile: configFile(content), env: {} })).toThrow(SettingsError);
  });

  it('give commands the database alone', () => {
    expect(readDatabasePlace({ configFile: undefined, env: {} })).toEqual({
      kind: 'sqlite',
      file: '.noderr/hub.sqlite',
    });
    const env = { NODERR_HUB_DATABASE_FILE: 'x.sqlite', NODERR_HUB_CHAIN_ID: 'not read' };
    expect(readDatabasePlace({ configFile: undefined, env })).toEqual({ kind: 'sqlite', file: 'x.sqlite' });
    const url = 'postgres://hub@127.0.0.1/noderr';
    const databaseUrlFile = secretFile('database-url', `${url}\n`);
    expect(readDatabasePlace({ configFile: configFile({ databaseUrlFile }), env: {} })).toEqual({
      kind: 'postgres',
      url,
    });
    const wrong = {
      configFile: undefined,
      env: { NODERR_HUB_DATABASE_URL: 'postgres://hub:hunter2@127.0.0.1/noderr' },
    };
    expect(() => readDatabasePlace(wrong)).toThrow(SettingsError);
  });
});

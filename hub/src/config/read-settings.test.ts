import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@noderr/settings';
import { afterAll, describe, expect, it } from 'vitest';
import { readDatabaseFile, readSettings } from './read-settings.ts';

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

  it('never show what a secret file holds', () => {
    expect(faultsOf({ ...good, readSecretFiles: [secretFile('s', 'hunter2')] }).join('\n')).not.toContain('hunter2');
  });

  it.each(['{"chainId": ', '[1]'])('name a file that is no settings: %s', (content) => {
    expect(faultsOf(content)[0]).toContain('cannot be read as settings');
    expect(() => readDatabaseFile({ configFile: configFile(content), env: {} })).toThrow(SettingsError);
  });

  it('give commands the database alone', () => {
    expect(readDatabaseFile({ configFile: undefined, env: {} })).toBe('.noderr/hub.sqlite');
    expect(readDatabaseFile({ configFile: undefined, env: { NODERR_HUB_DATABASE_FILE: 'x.sqlite' } })).toBe('x.sqlite');
  });
});

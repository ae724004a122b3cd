import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@noderr/settings';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings/read-settings.ts';
import { sampleTemplate } from '../src/testing/sample-chain.ts';
import { makeSettingsFolder, type SettingsFolder } from '../src/testing/settings-folder.ts';

describe('the settings of the agent', () => {
  let folder: SettingsFolder;
  beforeEach(() => {
    folder = makeSettingsFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  function faultsOf(values: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>> = {}): string[] {
    folder.change(values);
    try {
      readSettings({ configFile: folder.configFile, env });
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return [...error.faults];
      throw error;
    }
  }

  function templateOf(...templates: object[]): { templateFile: string } {
    const templateFile = join(folder.root, 'other-template.json');
    writeFileSync(templateFile, JSON.stringify(templates));
    return { templateFile };
  }

  it('are read from a file, and the environment wins over it', () => {
    const settings = readSettings({
      configFile: folder.configFile,
      env: { NODERR_AGENT_NODE_TIER: 'GUARDIAN', NODERR_AGENT_RPC_ENDPOINT: 'https://rpc.example' },
    });
    expect(settings).toMatchObject({ nodeTier: 'GUARDIAN', checkInterval: 300_000, autoUpdateEnabled: true });
    expect(settings.rpcEndpoints).toEqual(['https://rpc.example', 'http://127.0.0.1:1']);
    expect(settings.trust.keys.size).toBe(1);
  });

  it('take a backup recipient that age can encrypt to', async () => {
    const recipient = await identityToRecipient(await generateX25519Identity());
    expect(faultsOf({ backupRecipients: [recipient] })).toEqual([]);
    const last = recipient.endsWith('q') ? 'p' : 'q';
    const mistyped = `${recipient.slice(0, -1)}${last}`;
    expect(faultsOf({ backupRecipients: [recipient, mistyped] })).toEqual([
      'backupRecipients.1: expected an age public key (age1…)',
    ]);
  });

  it('tell all their faults at once', () => {
    const mounts = [{ source: '/srv/data', target: '/data' }];
    const faults = faultsOf(
      {
        ...templateOf({ ...sampleTemplate(), ports: ['eighty'], mounts }),
        chainId: undefined,
        colour: 'red',
        backupRecipients: ['age1nonsense'],
        hubUrl: 'http://hub.example',
        healthCheckUrl: 'http://feed:8080/health',
        trustedKeyFiles: [join(folder.root, 'nowhere.pub')],
        rpcQuorum: 3,
      },
      { NODERR_AGENT_SOAK_MS: 'long' },
    );
    const wanted = [
      /^chainId \(NODERR_AGENT_CHAIN_ID\): is required/,
      /^colour: is not an option/,
      /^backupRecipients\.0: expected an age public key/,
      /^hubUrl: http:\/\/ only reaches loopback/,
      /^healthCheckUrl: its host must be a service of the template \(oracle\), not feed/,
      /^trustedKeyFiles: cannot read .*nowhere\.pub \(ENOENT\)/,
      /^rpcQuorum: 3 of 1 endpoints can never agree/,
      /^NODERR_AGENT_SOAK_MS: expected a whole number/,
      /^templateFile: oracle: .*\/srv\/data/,
      /^templateFile: oracle: not a port mapping: eighty/,
    ];
    for (const fault of wanted) expect(faults).toContainEqual(expect.stringMatching(fault));
    expect(faults).toHaveLength(wanted.length);
  });

  it('refuse secrets that others can read, and never show them', () => {
    const joinTokenFile = join(folder.root, 'join-token');
    writeFileSync(joinTokenFile, 'THE-TOKEN\n');
    chmodSync(joinTokenFile, 0o644);
    const faults = faultsOf({ joinTokenFile });
    expect(faults).toEqual([`joinTokenFile: ${joinTokenFile} can be read by others: chmod 0400 it`]);
    chmodSync(joinTokenFile, 0o400);
    expect(faultsOf({ joinTokenFile })).toEqual([]);
    rmSync(joinTokenFile);
    expect(faultsOf({ joinTokenFile })).toEqual([]);
  });

  it('refuse a template whose names a swap needs', () => {
    const names = [
      { ...sampleTemplate('oracle'), containerName: 'oracle' },
      { ...sampleTemplate('feed'), containerName: 'oracle.next' },
    ];
    expect(faultsOf(templateOf(...names))).toEqual([expect.stringMatching(/templateFile: .*\.next/)]);
  });

  it('ship only under the enrolment of a hub, and never in the name of the agent', () => {
    const ingestUrl = 'https://hub.example:8444';
    const hubUrl = 'https://hub.example';
    expect(faultsOf({ ingestUrl, hubUrl })).toEqual([]);
    expect(faultsOf({ ingestUrl })).toEqual(['ingestUrl: needs hubUrl, where the node is enrolled']);
    expect(faultsOf({ ingestUrl: 'http://hub.example', hubUrl })).toEqual([expect.stringMatching(/^ingestUrl: http:/)]);
    const named = templateOf({ ...sampleTemplate(), service: 'agent' });
    expect(faultsOf({ ingestUrl, hubUrl, ...named })).toEqual([expect.stringMatching(/cannot be called agent/)]);
    expect(faultsOf(named)).toEqual([]);
  });

  it('add the one health URL to the checks of the service that it names', () => {
    folder.change({ healthCheckUrl: 'http://oracle:9000/ready?deep=1' });
    const [template] = readSettings({ configFile: folder.configFile, env: {} }).templates;
    expect(template?.health.http).toContainEqual({ port: 9000, path: '/ready?deep=1', expectStatus: 200 });
  });
});

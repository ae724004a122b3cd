import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceTemplate } from '../template/service-template.ts';
import { sampleTemplate } from './sample-chain.ts';

/** A folder as an operator prepares it: settings, template and a trusted key; nothing that they name answers. */
export interface SettingsFolder {
  readonly root: string;
  readonly stateDir: string;
  readonly configFile: string;
  /** Writes the settings anew with these over the good ones; undefined leaves one out. */
  change(values: Readonly<Record<string, unknown>>): void;
  remove(): void;
}

export function makeSettingsFolder(
  values: Readonly<Record<string, unknown>> = {},
  templates: readonly ServiceTemplate[] = [sampleTemplate()],
): SettingsFolder {
  const root = mkdtempSync(join(tmpdir(), 'noderr-agent-'));
  const [stateDir, configFile, templateFile, keyFile] = ['state', 'settings.json', 'template.json', 'release.pub'].map(
    (name) => join(root, name),
  ) as [string, string, string, string];
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(keyFile, publicKey.export({ format: 'pem', type: 'spki' }));
  writeFileSync(templateFile, JSON.stringify(templates));
  const good = {
    versionBeaconAddress: `0x${'22'.repeat(20)}`,
    chainId: 1,
    rpcEndpoints: ['http://127.0.0.1:1'],
    nodeTier: 'ORACLE',
    dockerRegistry: '127.0.0.1:1',
    trustedKeyFiles: [keyFile],
    dockerEndpoint: `unix://${join(root, 'no-docker.sock')}`,
    templateFile,
    stateDir,
    metricsPort: 0,
  };
  function change(changes: Readonly<Record<string, unknown>>): void {
    writeFileSync(configFile, JSON.stringify({ ...good, ...changes }));
  }
  change(values);
  return {
    root,
    stateDir,
    configFile,
    change,
    remove() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestHubFolder } from '../../src/testing/test-hub.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl && process.env.REQUIRE_ALL === '1') throw new Error('openssl is missing');

let folder: TestHubFolder;
beforeEach(() => {
  folder = new TestHubFolder();
});
afterEach(async () => {
  await folder.remove();
});

describe.skipIf(!hasOpenssl)('the hub with a certificate (needs openssl)', () => {
  it('speaks HTTPS only, and refuses a key that others can read', async () => {
    const [cert, key] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const newKey = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    expect(spawnSync('openssl', ['req', '-x509', '-days', '1', ...newKey, ...subject]).status).toBe(0);
    const settings = { tlsCertFile: cert, tlsKeyFile: key };

    chmodSync(key, 0o644);
    expect(() => folder.settings(settings)).toThrow(
      expect.objectContaining({ faults: [expect.stringContaining('tlsKeyFile')] }),
    );

    chmodSync(key, 0o400);
    const hub = await folder.start({ settings });
    expect(hub.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    expect(await statusOf(`${hub.url}/healthz`, readFileSync(cert))).toBe(200);
    await expect(statusOf(`${hub.url}/healthz`, undefined)).rejects.toThrow(/certificate/);
    await expect(fetch(hub.url.replace('https', 'http'))).rejects.toThrow();
    await hub.close();
  });
});

function statusOf(url: string, ca: Buffer | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, ca ? { ca, agent: false } : { agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    }).on('error', reject);
  });
}

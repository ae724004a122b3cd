import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../src/digest.ts';
import { RegistryEndpoint } from '../src/registry/endpoint.ts';
import { createRegistryClient } from '../src/registry/registry-client.ts';
import { REPOSITORY } from '../src/testing/signed-release.ts';

const isMissing = spawnSync('openssl', ['version']).error !== undefined && process.env['REQUIRE_ALL'] !== '1';
const name = isMissing ? 'a registry behind TLS (openssl is not installed)' : 'a registry behind TLS';

describe.skipIf(isMissing)(name, () => {
  const body = Buffer.from('{"schemaVersion":2,"manifests":[]}');
  let server: Server;
  let port: number;
  let ca: string;

  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'noderr-tls-'));
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      ...curve,
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ]);
    expect(made.status).toBe(0);
    ca = await readFile(cert, 'utf8');
    server = createServer({ key: await readFile(key), cert: ca }, (_request, response) => response.end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    await rm(dir, { recursive: true });
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  async function read(host: string, more: { ca?: string }): Promise<number> {
    const endpoint = RegistryEndpoint.parse({ url: `https://${host}:${port}`, ...more });
    const client = createRegistryClient({ endpoints: [endpoint] });
    try {
      return (await client.document(REPOSITORY, digestOf(body), AbortSignal.timeout(10_000))).byteLength;
    } finally {
      client.close();
    }
  }

  it('is read where its authority is the given one', async () => {
    expect(await read('localhost', { ca })).toBe(body.byteLength);
  });

  it('is refused where its authority is unknown', async () => {
    await expect(read('localhost', {})).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('is refused under another name', async () => {
    await expect(read('127.0.0.1', { ca })).rejects.toThrow('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});

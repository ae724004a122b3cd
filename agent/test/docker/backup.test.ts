import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Child } from '@noderr/oci/testing';
import { AttemptId, Ms, ReleaseId } from '@noderr/protocol';
import { pino } from 'pino';
import { extract } from 'tar-stream';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BackupRecord, type BackupSource, type RestoredVolumes } from '../../src/attempt/backup-store.ts';
import { createBackupStore, type NodeBackups } from '../../src/backup/store/create-backup-store.ts';
import { identityOf } from '../../src/identity/node-identity.ts';
import { type ContainerLabels, type ImageReference } from '../../src/runtime/container-runtime.ts';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { describeOnDocker, NODE_ID, request, template } from './on-docker.ts';

const LOOK =
  'cd /data; busybox find . | busybox sort; busybox stat -c "%a %u %g %n" . db db/row; busybox cat link "na me"';

await describeOnDocker('backups of data on a real dockerd', (lab) => {
  const quiet = new AbortController().signal;
  const identity = identityOf(generateKeyPairSync('ed25519').privateKey);
  const labels: ContainerLabels = {
    nodeId: identity.nodeId,
    service: 'oracle',
    releaseId: null,
    attemptId: null,
    data: 'compatible',
  };
  // With Docker's own capabilities, so that files of other owners can be made and must come back as theirs.
  const mounted = template({
    capabilities: 'default',
    mounts: [
      { source: 'life', target: '/data', backup: true },
      { source: 'keys', target: '/keys', neverRestore: true },
    ],
  });
  let runtime: DockerRuntime;
  let image: ImageReference;
  let folder: string;
  let store: NodeBackups;
  let original: string;
  let before: string;

  async function inContainer(id: string, script: string): Promise<string> {
    await runtime.start(id);
    const { output, exitCode } = await runtime.exec(id, ['/bin/busybox', 'sh', '-c', `PATH=/bin; ${script}`], 20_000);
    await runtime.stop(id, 1);
    expect(exitCode, output).toBe(0);
    return output;
  }

  function sources(): BackupSource[] {
    return [{ service: 'oracle', containerId: original, template: mounted, image, volumes: new Map() }];
  }

  async function backUp(): Promise<BackupRecord> {
    const asked = { attemptId: AttemptId.parse(randomUUID()), releaseId: ReleaseId.parse(3), at: Ms.parse(Date.now()) };
    const record = await store.create({ ...asked, sources: sources() }, quiet);
    if (record === null) throw new Error('nothing was backed up');
    return record;
  }

  async function restore(record: BackupRecord): Promise<RestoredVolumes> {
    return store.restore({ record, attemptId: AttemptId.parse(randomUUID()), sources: sources() }, quiet);
  }

  beforeAll(async () => {
    runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
    image = await lab().push({ repository: 'noderr/oracle', release: '1.0.0' });
    await runtime.pull(image, () => undefined, quiet);
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nbk-'));
    store = createBackupStore(
      { folder, recipients: [], maxGapMs: 600_000 },
      { identity, runtime, clock: createSystemClock(), logger: pino({ level: 'silent' }) },
    );
    original = (await runtime.create(request(image, { template: mounted, labels }))).id;
    await inContainer(
      original,
      'busybox rm -rf /data/*; busybox mkdir /data/db; echo precious > /data/db/row; echo 7 > "/data/na me"; busybox ln -s db/row /data/link; busybox chown -R 1000:1001 /data/db; busybox chmod 750 /data/db; busybox chmod 2770 /data; echo secret > /keys/key',
    );
    before = await inContainer(original, LOOK);
  });

  afterEach(async () => {
    for (const { id } of await runtime.list(identity.nodeId, [])) await runtime.remove(id);
    await rm(folder, { recursive: true, force: true });
  });

  it.each([false, true])('brings destroyed data back into a fresh volume (sealed before: %s)', async (sealed) => {
    expect(before).toContain('750 1000 1001 db');
    const record = await backUp();
    if (sealed) await store.seal(record, quiet);
    expect(record.mounts).toEqual([{ service: 'oracle', mountPath: '/data' }]);
    await inContainer(
      original,
      'busybox rm -rf /data/db /data/link; echo corrupted > "/data/na me"; echo newer > /keys/key',
    );

    const volumes = (await restore(record)).get('oracle') ?? new Map<string, string>();
    const fresh = volumes.get('/data') ?? '';
    expect([...volumes.keys()]).toEqual(['/data']);
    const { id } = await runtime.create(request(image, { name: 'oracle.next', template: mounted, labels, volumes }));
    expect(await inContainer(id, LOOK)).toBe(before);
    // Keys and slashing databases stay as they are now: they never go back in time.
    expect(await inContainer(id, 'busybox cat /keys/key')).toBe('newer\n');
    // The bad data stays until a commit, and the operator's own volume for good.
    expect(await inContainer(original, 'busybox cat "/data/na me"')).toBe('corrupted\n');
    await expect(runtime.removeVolume('life')).rejects.toMatchObject({ code: 'docker/failed' });

    await runtime.remove(id);
    await runtime.removeVolume(fresh);
    await runtime.removeVolume(fresh);
  });

  it('refuses a damaged backup and leaves no volume of it', async () => {
    const record = await backUp();
    const staging =
      (await readdir(folder, { recursive: true })).find(
        (file) => file.includes(record.attemptId) && file.endsWith('.tar'),
      ) ?? '';
    const file = join(folder, staging);
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(restore(record)).rejects.toMatchObject({ code: 'backup/failed' });
    expect(await inContainer(original, 'busybox cat /data/db/row')).toBe('precious\n');
  });

  it('gives the operator plain tar files that any tar reads', async () => {
    const record = await backUp();
    await store.seal(record, quiet);
    const [mount] = await store.restoreToFolder(record.id, join(folder, 'out'), quiet);
    const reader = extract();
    reader.end(await readFile(mount?.file ?? ''));
    const names: string[] = [];
    for await (const entry of reader) {
      names.push(entry.header.name);
      entry.resume();
    }
    expect(names).toEqual(expect.arrayContaining(['./db/row', './link', './na me']));
  });

  it('takes up a restore in which an agent was killed while it filled a volume', async () => {
    const runtimeModule = new URL('../../src/runtime/docker-runtime.ts', import.meta.url).href;
    const killed = new Child(process.execPath, [
      '--input-type=module',
      '--eval',
      `
        import { Readable } from 'node:stream';
        const { createDockerRuntime } = await import(${JSON.stringify(runtimeModule)});
        const runtime = createDockerRuntime({ endpoint: ${JSON.stringify(lab().dockerd.endpoint)} });
        const stalled = new Readable({ read() {} });
        stalled.push(Buffer.alloc(512));
        await runtime.createVolume('noderr-oracle-killed', stalled, ${JSON.stringify(image)}, new AbortController().signal);
      `,
    ]);
    const helpers = (): Promise<unknown[]> => runtime.list(NODE_ID, ['noderr-oracle-killed.fill']);
    await killed.until(async () => (await helpers()).length === 1, 60_000);
    await killed.end('SIGKILL');
    expect(await helpers()).toHaveLength(1);

    await runtime.removeVolume('noderr-oracle-killed');
    expect(await helpers()).toHaveLength(0);
  });

  it('fills a volume that a cut-off stream left half full anew, and leaves none when it fails', async () => {
    const cut = async function* (): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(512, 'not a tar'));
      throw new Error('the disk was pulled out');
    };
    await expect(runtime.createVolume('noderr-oracle-cut', Readable.from(cut()), image, quiet)).rejects.toThrow(
      /pulled out/,
    );
    const whole = await runtime.readMount(original, '/data', quiet);
    await runtime.createVolume('noderr-oracle-cut', whole, image, quiet);
    await runtime.removeVolume('noderr-oracle-cut');
  });
});

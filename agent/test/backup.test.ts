import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AttemptId, Hex32, Ms, ReleaseId } from '@noderr/protocol';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupRecord, type BackupSource } from '../src/attempt/backup-store.ts';
import { createBackupStore, type NodeBackups } from '../src/backup/store/create-backup-store.ts';
import { type Clock } from '../src/clock.ts';
import { identityOf, type NodeIdentity } from '../src/identity/node-identity.ts';
import { createLogger } from '../src/logs/logger.ts';
import { RuntimeFault } from '../src/runtime/runtime-fault.ts';
import { ServiceTemplate } from '../src/template/service-template.ts';

const quiet = new AbortController().signal;
const image = { host: 'localhost', repository: 'noderr/node', digest: Hex32.parse(`0x${'a'.repeat(64)}`) };
const [FIRST, SECOND, THIRD] = ['0a', '0b', '0c'].map((end) =>
  AttemptId.parse(`00000000-0000-4000-8000-0000000000${end}`),
) as [AttemptId, AttemptId, AttemptId];

/** Mounts as real tar streams of real folders, volumes as real folders. */
class FolderRuntime {
  readonly mounts = new Map<string, string>();
  readonly volumes: string;
  free = Number.MAX_SAFE_INTEGER;
  /** Thrown in the middle of the next stream of this kind. */
  readFault: Error | null = null;
  fillFault: Error | null = null;
  fills = 0;

  constructor(volumes: string) {
    this.volumes = volumes;
  }

  readMount(id: string, mountPath: string): Promise<NodeJS.ReadableStream> {
    const folder = this.mounts.get(`${id}:${mountPath}`);
    if (folder === undefined) throw new RuntimeFault('docker/failed', `no mount ${mountPath}`);
    const tar = execFileSync('tar', ['--create', '--directory', folder, '.'], { maxBuffer: 64 * 1024 * 1024 });
    const fault = this.readFault;
    this.readFault = null;
    return Promise.resolve(Readable.from(pieces(tar, fault)));
  }

  async createVolume(name: string, content: NodeJS.ReadableStream): Promise<void> {
    this.fills += 1;
    await this.removeVolume(name);
    mkdirSync(this.folderOf(name));
    const chunks: Buffer[] = [];
    for await (const chunk of content) {
      chunks.push(Buffer.from(chunk));
      const fault = this.fillFault;
      this.fillFault = null;
      if (fault) throw fault;
    }
    execFileSync('tar', ['--extract', '--directory', this.folderOf(name)], { input: Buffer.concat(chunks) });
  }

  removeVolume(name: string): Promise<void> {
    rmSync(this.folderOf(name), { recursive: true, force: true });
    return Promise.resolve();
  }

  freeBytes(): Promise<number> {
    return Promise.resolve(this.free);
  }

  folderOf(name: string): string {
    return join(this.volumes, name);
  }
}

function* pieces(tar: Buffer, fault: Error | null): Generator<Buffer> {
  for (let at = 0; at < tar.length; at += 65_536) {
    if (fault && at > 0) throw fault;
    yield tar.subarray(at, at + 65_536);
  }
}

/** Every reading is `step` later than the one before. */
class SteppingClock implements Pick<Clock, 'now' | 'monotonic'> {
  step = 100;
  ms = 0;
  now(): Ms {
    return Ms.parse(1_800_000_000_000 + this.ms);
  }
  monotonic(): { boot: string; ms: number } {
    this.ms += this.step;
    return { boot: 'boot', ms: this.ms };
  }
}

describe('backups of a node', () => {
  let home: string;
  let folder: string;
  let runtime: FolderRuntime;
  let clock: SteppingClock;
  let identity: NodeIdentity;
  let sources: BackupSource[];
  let store: NodeBackups;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'backup-'));
    folder = join(home, 'backups');
    mkdirSync(join(home, 'volumes'));
    for (const name of ['data', 'rows', 'keys']) mkdirSync(join(home, name));
    writeFileSync(join(home, 'data', 'chain.db'), Buffer.alloc(2_500_000, 'block '));
    writeFileSync(join(home, 'rows', 'orders'), 'bought 3');
    writeFileSync(join(home, 'keys', 'validator'), 'THE-SECRET-KEY');
    runtime = new FolderRuntime(join(home, 'volumes'));
    runtime.mounts
      .set('c1:/data', join(home, 'data'))
      .set('c2:/rows', join(home, 'rows'))
      .set('c1:/keys', join(home, 'keys'));
    clock = new SteppingClock();
    identity = newIdentity();
    sources = [
      source('node', 'c1', [
        { source: 'data', target: '/data', backup: true },
        { source: 'keys', target: '/keys', neverRestore: true },
      ]),
      source('db', 'c2', [{ source: 'rows', target: '/rows', backup: true }]),
    ];
    store = openStore();
  });

  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  function openStore(options: { identity?: NodeIdentity; recipients?: string[]; maxGapMs?: number } = {}): NodeBackups {
    return createBackupStore(
      { folder, recipients: options.recipients ?? [], maxGapMs: options.maxGapMs ?? 60_000 },
      { runtime, clock, identity: options.identity ?? identity, logger: createLogger('silent') },
    );
  }

  async function take(attemptId: AttemptId = FIRST, releaseId = 1): Promise<BackupRecord> {
    const request = { attemptId, releaseId: ReleaseId.parse(releaseId), at: clock.now(), sources };
    const record = await store.create(request, quiet);
    if (!record) throw new Error('there was nothing to back up');
    return record;
  }

  async function sealed(attemptId: AttemptId = FIRST, releaseId = 1): Promise<BackupRecord> {
    const record = await take(attemptId, releaseId);
    await store.seal(record, quiet);
    return record;
  }

  function restore(record: BackupRecord, by: NodeBackups = store): ReturnType<NodeBackups['restore']> {
    return by.restore({ record, attemptId: SECOND, sources }, quiet);
  }

  async function expectRefused(record: BackupRecord, code: string, message: RegExp, by?: NodeBackups): Promise<void> {
    runtime.fills = 0;
    const refusal = await restore(record, by).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'BackupFault', code });
    expect(refusal).toHaveProperty('message', expect.stringMatching(message));
    expect(runtime.fills).toBe(0);
    expect(readdirSync(runtime.volumes)).toEqual([]);
  }

  const staged = (attemptId: AttemptId, suffix: string): string => join(folder, 'staging', `${attemptId}${suffix}`);
  const sealedFile = (record: BackupRecord, suffix: string): string => join(folder, 'sealed', `${record.id}${suffix}`);

  it.each([
    ['the staging file', false],
    ['the sealed file', true],
  ])('bring back destroyed data from %s into fresh volumes', async (_title, seal) => {
    const record = await take();
    if (seal) await store.seal(record, quiet);
    writeFileSync(join(home, 'data', 'chain.db'), 'destroyed');
    rmSync(join(home, 'rows', 'orders'));

    const volumes = await restore(record);
    const dataVolume = volumes.get('node')?.get('/data') ?? '';
    const rowsVolume = volumes.get('db')?.get('/rows') ?? '';
    const data = readFileSync(join(runtime.folderOf(dataVolume), 'chain.db'));
    expect(data.equals(Buffer.alloc(2_500_000, 'block '))).toBe(true);
    expect(readFileSync(join(runtime.folderOf(rowsVolume), 'orders'), 'utf8')).toBe('bought 3');
    expect(volumes.get('node')?.has('/keys')).toBe(false);
    expect(readFileSync(join(home, 'data', 'chain.db'), 'utf8')).toBe('destroyed');
  });

  it('hold no keys, and once sealed nothing in clear', async () => {
    const record = await take();
    expect(readFileSync(staged(FIRST, '.tar')).includes('THE-SECRET-KEY')).toBe(false);
    expect(statSync(staged(FIRST, '.tar')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await store.seal(record, quiet);
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    expect(readFileSync(sealedFile(record, '.age')).includes('block block')).toBe(false);
    expect(statSync(sealedFile(record, '.age')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'age-identity')).mode & 0o777).toBe(0o400);
  });

  it('are nothing where no mount wants one', async () => {
    const plain = [source('node', 'c1', [{ source: 'data', target: '/data' }])];
    expect(await store.estimate(plain)).toEqual({ bytes: 0, durationMs: 0 });
    const request = { attemptId: FIRST, releaseId: ReleaseId.parse(1), at: clock.now(), sources: plain };
    expect(await store.create(request, quiet)).toBeNull();
  });

  it('are estimated by the last ones, and refused above the gap or without room', async () => {
    expect(await store.estimate(sources)).toEqual({ bytes: 0, durationMs: 0 });
    await sealed();
    const estimate = await store.estimate(sources);
    expect(estimate.bytes).toBeGreaterThan(2_500_000);
    expect(estimate.durationMs).toBeGreaterThan(0);
    await expect(openStore({ maxGapMs: 10 }).estimate(sources)).rejects.toMatchObject({
      code: 'disk/backup-too-large',
    });
    runtime.free = estimate.bytes * 2;
    await expect(store.estimate(sources)).rejects.toMatchObject({ code: 'disk/full' });
  });

  it('keep the last three, by release the newest', async () => {
    const records: BackupRecord[] = [];
    for (const [attempt, release] of [
      [FIRST, 1],
      [SECOND, 2],
      [THIRD, 3],
      [FIRST, 2],
    ] as const) {
      records.push(await sealed(attempt, release));
    }
    expect((await store.listBackups()).map((each) => each.state === 'sealed' && each.record.seq)).toEqual([4, 3, 2]);
    expect(await store.find(ReleaseId.parse(1))).toBeNull();
    expect(await store.find(ReleaseId.parse(2))).toEqual(records[3]);
    expect(await store.find(ReleaseId.parse(3))).toEqual(records[2]);
  });

  it('of an attempt that ended are forgotten', async () => {
    const record = await take();
    expect(await store.find(ReleaseId.parse(1))).toEqual(record);
    await store.discard(FIRST);
    await store.discard(FIRST);
    expect(await store.find(ReleaseId.parse(1))).toBeNull();
    await expectRefused(record, 'backup/missing', /is gone/);
  });

  it('are written for the operator as one tar archive per mount', async () => {
    const record = await sealed();
    const target = join(home, 'out');
    const files = await store.restoreToFolder(record.id, target, quiet);
    expect(files.map(({ mountPath }) => mountPath)).toEqual(['/data', '/rows']);
    const listed = execFileSync('tar', ['--list', '--file', files[1]?.file ?? '']).toString();
    expect(listed).toContain('./orders');
    await expect(store.restoreToFolder(record.id, target, quiet)).rejects.toMatchObject({ code: 'backup/failed' });
    await expect(store.restoreToFolder(FIRST, join(home, 'other'), quiet)).rejects.toMatchObject({
      code: 'backup/missing',
    });
  });

  it('open with an offline key and standard tools alone', async ({ skip }) => {
    if (spawnSync('age', ['--version']).error) {
      if (process.env['REQUIRE_ALL'] === '1') throw new Error('age is not installed');
      skip('age is not installed');
    }
    const offline = await generateX25519Identity();
    store = openStore({ recipients: [await identityToRecipient(offline)] });
    const record = await sealed();
    writeFileSync(join(home, 'offline'), `${offline}\n`, { mode: 0o600 });
    mkdirSync(join(home, 'by-hand'));
    const script = `set -o pipefail; age --decrypt --identity offline backups/sealed/${record.id}.age | tar --extract --to-stdout --wildcards '0/*.part' | tar --extract --directory by-hand`;
    execFileSync('bash', ['-c', script], { cwd: home });
    expect(readFileSync(join(home, 'by-hand', 'chain.db')).equals(Buffer.alloc(2_500_000, 'block '))).toBe(true);
  });

  it('are not begun with a recipient that is no age key', () => {
    expect(() => openStore({ recipients: ['age1nonsense'] })).toThrow(/not an age public key/);
  });

  describe('under attack', () => {
    it.each([
      ['staged', false],
      ['sealed', true],
    ])('refuse a bit flip in a %s file', async (_title, seal) => {
      const record = await take();
      if (seal) await store.seal(record, quiet);
      flipBit(seal ? sealedFile(record, '.age') : staged(FIRST, '.tar'), 1_234_567);
      await expectRefused(record, 'backup/failed', /not what was written/);
    });

    it.each([
      ['staged', false],
      ['sealed', true],
    ])('refuse a %s file that is cut off', async (_title, seal) => {
      const record = await take();
      if (seal) await store.seal(record, quiet);
      truncateSync(seal ? sealedFile(record, '.age') : staged(FIRST, '.tar'), 1_000_000);
      await expectRefused(record, 'backup/missing', /cut off/);
      expect(await store.find(ReleaseId.parse(1))).toBeNull();
      expect(await store.listBackups()).toMatchObject([{ state: 'unusable' }]);
    });

    it("refuse another node's manifest", async () => {
      const record = await sealed();
      const other = openStore({ identity: newIdentity() });
      await expectRefused(record, 'backup/failed', /not signed by this node/, other);
      expect(await other.find(ReleaseId.parse(1))).toBeNull();
      expect(await other.listBackups()).toMatchObject([
        { state: 'unusable', problem: 'its manifest is not signed by this node' },
      ]);
    });

    it('refuse a manifest that was edited', async () => {
      const record = await sealed();
      const [header, payload, signature] = readFileSync(sealedFile(record, '.manifest'), 'utf8').split('.');
      const edited = Buffer.from(payload ?? '', 'base64url')
        .toString()
        .replace('"releaseId":1', '"releaseId":9');
      writeFileSync(
        sealedFile(record, '.manifest'),
        [header, Buffer.from(edited).toString('base64url'), signature].join('.'),
      );
      await expectRefused(record, 'backup/failed', /not signed by this node/);
    });

    it('refuse the wrong age identity, and a missing one', async () => {
      const record = await sealed();
      chmodSync(join(folder, 'age-identity'), 0o600);
      writeFileSync(join(folder, 'age-identity'), await generateX25519Identity());
      await expectRefused(record, 'backup/failed', /not encrypted to this node's age key/);
      writeFileSync(join(folder, 'age-identity'), 'AGE-SECRET-KEY-1DAMAGED');
      await expectRefused(record, 'backup/failed', /is damaged/);
      chmodSync(join(folder, 'age-identity'), 0o644);
      await expectRefused(record, 'backup/failed', /read by others/);
      rmSync(join(folder, 'age-identity'));
      await expectRefused(record, 'backup/failed', /is missing/);
    });

    it('refuse an older backup under the name of a newer one', async () => {
      const older = await sealed(FIRST);
      const newer = await sealed(SECOND);
      for (const suffix of ['.age', '.manifest']) copyFileSync(sealedFile(older, suffix), sealedFile(newer, suffix));
      await expectRefused(newer, 'backup/failed', /replaced by an older one: 1 < 2/);
      await expectRefused({ ...older, sizeBytes: 1 }, 'backup/failed', /that of another one/);
    });

    it('refuse a mount that has become neverRestore, or is gone', async () => {
      const record = await sealed();
      sources = [source('node', 'c1', [{ source: 'data', target: '/data', neverRestore: true }])];
      await expectRefused(record, 'backup/failed', /no backup mount/);
    });

    it('do not follow a name out of their folder', async () => {
      const record = await take();
      await expect(store.seal({ ...record, id: '../../etc' }, quiet)).rejects.toMatchObject({ name: 'BackupFault' });
    });

    it('seal no staging file that was changed', async () => {
      const record = await take();
      flipBit(staged(FIRST, '.tar'), 700_000);
      await expect(store.seal(record, quiet)).rejects.toMatchObject({ code: 'backup/failed' });
      expect(readdirSync(join(folder, 'sealed'))).toEqual([]);
      expect(existsSync(staged(FIRST, '.tar'))).toBe(true);
    });
  });

  describe('interrupted', () => {
    it('while taken: nothing counts, and the next try of the attempt is whole', async () => {
      runtime.readFault = new Error('the machine died');
      await expect(take()).rejects.toMatchObject({ code: 'backup/failed', message: /the machine died/ });
      expect(readdirSync(join(folder, 'staging'))).toEqual([]);
      writeFileSync(staged(FIRST, '.tar.partial'), 'half of it');
      writeFileSync(staged(THIRD, '.tar'), 'one without a manifest');
      const record = await take();
      expect(readdirSync(join(folder, 'staging')).sort()).toEqual([`${FIRST}.manifest`, `${FIRST}.tar`]);
      await restore(record);
    });

    it('by a full disk: said as such', async () => {
      runtime.readFault = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      await expect(take()).rejects.toMatchObject({ code: 'disk/full' });
    });

    it('by an abort: its reason comes out', async () => {
      const abort = new AbortController();
      runtime.readFault = new Error('late');
      abort.abort(new Error('paused'));
      const request = { attemptId: FIRST, releaseId: ReleaseId.parse(1), at: clock.now(), sources };
      await expect(store.create(request, abort.signal)).rejects.toThrow('paused');
    });

    it('while sealed: the staging file stays until the sealed one counts', async () => {
      const record = await take();
      const copy = readFileSync(staged(FIRST, '.tar'));
      const manifest = readFileSync(staged(FIRST, '.manifest'));
      mkdirSync(sealedFile(record, '.manifest'), { recursive: true });
      await expect(store.seal(record, quiet)).rejects.toMatchObject({ code: 'backup/unsealed' });
      expect(readFileSync(staged(FIRST, '.tar')).equals(copy)).toBe(true);
      rmSync(sealedFile(record, '.manifest'), { recursive: true });
      writeFileSync(sealedFile(record, '.age.partial'), 'half of it');

      await store.seal(record, quiet);
      // Killed after the manifest was durable and before the staging file was gone.
      writeFileSync(staged(FIRST, '.tar'), copy);
      writeFileSync(staged(FIRST, '.manifest'), manifest);
      await store.seal(record, quiet);
      expect(readdirSync(join(folder, 'staging'))).toEqual([]);
      expect(readdirSync(join(folder, 'sealed')).sort()).toEqual([`${record.id}.age`, `${record.id}.manifest`]);
      await restore(record);
    });

    it('while restored: its volumes are removed, and made anew under the same names', async () => {
      const record = await sealed();
      runtime.fillFault = new RuntimeFault('docker/failed', 'the daemon died');
      await expect(restore(record)).rejects.toMatchObject({ code: 'backup/failed', message: /the daemon died/ });
      expect(readdirSync(runtime.volumes)).toEqual([]);
      const volumes = await restore(record);
      const name = volumes.get('node')?.get('/data') ?? '';
      writeFileSync(join(runtime.folderOf(name), 'left-over'), 'of a restore that was cut off');
      expect(await restore(record)).toEqual(volumes);
      expect(readdirSync(runtime.folderOf(name))).toEqual(['chain.db']);
    });

    it('in its history file: begun anew with a seq that still rises', async () => {
      await sealed(FIRST);
      writeFileSync(join(folder, 'history.json'), '{"lastSeq":');
      expect(await store.estimate(sources)).toEqual({ bytes: 0, durationMs: 0 });
      expect((await take(SECOND)).seq).toBe(2);
    });
  });
});

function newIdentity(): NodeIdentity {
  return identityOf(generateKeyPairSync('ed25519').privateKey);
}

function source(service: string, containerId: string, mounts: object[]): BackupSource {
  const template = ServiceTemplate.parse({ service, containerName: service, mounts, health: {} });
  return { service, containerId, template, image, volumes: new Map() };
}

function flipBit(path: string, at: number): void {
  const content = readFileSync(path);
  content[at] = (content[at] ?? 0) ^ 1;
  writeFileSync(path, content);
}

import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../src/identity/node-identity.ts';
import { type PushReceiver, startPushReceiver } from '../../src/testing/push-receiver.ts';
import { CRASH_SENDER } from './crash-sender.ts';
import { until } from './until.ts';

const CHILD = join(import.meta.dirname, 'spool-child.ts');
const KILLS = 4;

let folder: string;
let receiver: PushReceiver;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nd-crash-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o400 });
  receiver = await startPushReceiver({ ...CRASH_SENDER, ...identityOf(privateKey) });
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

/** Runs a child until it has spooled so many more, kills it, and answers the number of the next. */
async function spoolThenKill(first: number, count: number): Promise<number> {
  const args = [CHILD, join(folder, 'telemetry'), receiver.url, join(folder, 'key.pem'), String(first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let last = first - 1;
  for await (const told of createInterface({ input: child.stdout })) {
    last = Number(told);
    if (last === first + count) child.kill('SIGKILL');
  }
  await exit;
  return last + 1;
}

/** Mulberry32: the same kills for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Five processes start one after another, each on what the last one has left.
describe('a spool whose process is killed', { timeout: 240_000 }, () => {
  it('loses nothing that it took, and sends at most what was on its way once more', async () => {
    const random = seeded(20_261_124);
    let asked = 0;
    // The receiver fails now and then, so that kills find both lanes at work.
    receiver.answer = () => ({ status: asked++ % 3 === 0 ? 503 : 204 });
    let next = 0;
    for (let kill = 0; kill < KILLS; kill += 1) next = await spoolThenKill(next, Math.floor(random() * 150));
    receiver.answer = () => ({ status: 204 });
    const spooled = next;
    const arrived = (): string[] => [...receiver.times.keys()].filter((key) => isBelow(key, spooled));
    await spoolUntil(next, () => arrived().length >= spooled && linesBelow(spooled).size >= spooled);
    expect(receiver.faults).toEqual([]);
    expect(linesBelow(spooled).size).toBe(spooled);
    const again = [...receiver.times.values()].filter((times) => times > 1);
    expect(Math.max(0, ...again)).toBeLessThanOrEqual(KILLS + 1);
  });

  function isBelow(key: string, end: number): boolean {
    const n = /"n","(\d+)"/.exec(key)?.[1];
    return n !== undefined && Number(n) < end;
  }

  function linesBelow(end: number): Set<number> {
    const lines = receiver.pushes.flatMap(({ signal, records }) => (signal === 'logs' ? records : []));
    const numbers = lines.map(({ content }) => Number(/^spooled (\d+)/.exec(content)?.[1]));
    return new Set(numbers.filter((n) => n < end));
  }

  async function spoolUntil(first: number, done: () => boolean): Promise<void> {
    const args = [CHILD, join(folder, 'telemetry'), receiver.url, join(folder, 'key.pem'), String(first)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const exit = once(child, 'exit');
    try {
      await until('everything that was spooled before a kill', done);
    } finally {
      child.kill('SIGKILL');
      await exit;
    }
  }
});

import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDiskFull } from '../../src/durable/disk-full.ts';
import { openDiskReserve } from '../../src/durable/disk-reserve.ts';
import { freeShareOf } from '../../src/telemetry/spool/disk-room.ts';
import { ShippingLab } from '../../src/testing/shipping-lab.ts';
import { mountSmallDisk, unmountDisk } from '../../src/testing/small-disk.ts';
import { until } from './until.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) {
  if (process.env.REQUIRE_ALL === '1') throw new Error('a spool on a full disk: needs root');
  console.warn('skipped: a spool on a full disk (needs root, to mount a small disk)');
}

describe.skipIf(!isRoot)('a spool on a full disk', () => {
  let disk: string;
  let lab: ShippingLab;
  beforeEach(async () => {
    disk = mkdtempSync(join(tmpdir(), 'nd-disk-'));
    await mountSmallDisk(disk, 4_000_000);
    lab = await ShippingLab.start(disk);
  });
  afterEach(async () => {
    await lab.close();
    await unmountDisk(disk);
    rmSync(disk, { recursive: true });
  });

  /** Somebody else fills the disk to its last byte. */
  function fill(path: string): void {
    const file = openSync(path, 'w');
    try {
      for (let bytes = 65_536; bytes >= 1;) {
        try {
          writeSync(file, Buffer.alloc(bytes, 1));
        } catch (error) {
          if (!isDiskFull(error)) throw error;
          bytes = Math.floor(bytes / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  it('gives up what finds no room, counts it, harms nothing that it had, and goes on when there is room', async () => {
    lab.receiver.answer = () => ({ status: 503 });
    lab.open();
    const measure = (times: number): void => {
      for (let n = 0; n < times; n += 1) {
        lab.clock.advance(15_000);
        lab.telemetry.sink.samples(lab.samples(50));
      }
    };
    measure(20);
    fill(join(disk, 'stranger'));
    measure(20);
    const lost = lab.telemetry.status().metrics.droppedTotal.disk ?? 0;
    expect(lost).toBeGreaterThan(0);
    rmSync(join(disk, 'stranger'));
    measure(20);
    const kept = 60 * 50 - lost;
    expect(lab.telemetry.status().metrics.droppedTotal).toEqual({ disk: lost });
    await lab.stop();
    lab.open();
    lab.receiver.answer = () => ({ status: 204 });
    await until('all that was kept', () => lab.receiver.times.size === kept);
    await until('the end of the spool', () => lab.telemetry.status().metrics.lagS === 0);
    expect(lab.receiver.faults).toEqual([]);
    expect(lab.receiver.times.size).toBe(kept);
  });

  it('stops before it takes the room that the agent has set aside', () => {
    const path = join(disk, 'reserve');
    openDiskReserve(path).refill();
    lab.receiver.answer = () => ({ status: 503 });
    lab.freeShare = () => freeShareOf(disk);
    lab.open();
    for (let n = 0; n < 5_000; n += 1) {
      lab.clock.advance(15_000);
      const text = `${n} `.repeat(2_000);
      lab.telemetry.sink.log({
        timestampMs: lab.clock.now(),
        service: 'oracle',
        level: 'error',
        line: text,
        metadata: {},
      });
    }
    expect(lab.telemetry.status().logs.droppedTotal.disk).toBeGreaterThan(0);
    expect(freeShareOf(disk)).toBeGreaterThan(0.08);
    expect(statSync(path).size).toBe(1_048_576);
  });
});

import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSegmentLog, type SegmentLog } from '../../src/telemetry/spool/segment-log.ts';
import { wholeLineBytes } from '../../src/telemetry/spool/stored-line.ts';

let folder: string;
let log: SegmentLog;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'nd-log-')), 'segments');
  log = open();
});
afterEach(async () => {
  await log.close();
  rmSync(join(folder, '..'), { recursive: true });
});

function open(floor = 0): SegmentLog {
  const onFault = (error: unknown): void => {
    throw error;
  };
  return openSegmentLog({ folder, segmentBytes: 20, floor, wholeBytes: wholeLineBytes, onFault });
}

function append(...lines: string[]): number[] {
  return lines.map((line) => log.append(Buffer.from(`${line}\n`)));
}

function readAll(): string {
  return log.segments.map(({ from, to }) => log.read(from, to - from).toString()).join('|');
}

describe('a segment log', () => {
  it('numbers its bytes over all segments, and never splits a record', () => {
    expect(append('12345678', '12345678', '123', 'a-record-longer-than-a-segment', 'x')).toEqual([0, 9, 18, 22, 53]);
    expect(readAll()).toBe('12345678\n12345678\n|123\n|a-record-longer-than-a-segment\n|x\n');
    expect(log.extent).toEqual({ from: 0, to: 55 });
    expect(log.bytes).toBe(55);
    expect(readdirSync(folder).sort()).toEqual([0, 18, 22, 53].map((n) => `${String(n).padStart(16, '0')}.seg`));
  });

  it('goes on where it was after it was opened again', async () => {
    append('12345678', '12345678', '123');
    await log.close();
    log = open();
    expect(append('456')).toEqual([22]);
    expect(readAll()).toBe('12345678\n12345678\n|123\n456\n');
  });

  it('cuts off what a crash has torn', async () => {
    append('12345678', '1234567');
    await log.close();
    truncateSync(join(folder, readdirSync(folder)[0] ?? ''), 14);
    log = open();
    expect(log.extent.to).toBe(9);
    append('abc');
    expect(readAll()).toBe('12345678\nabc\n');
  });

  it('gives no position twice that the cursor knows of', async () => {
    append('12345678');
    await log.close();
    log = open(100);
    expect(append('abc')).toEqual([100]);
    expect(log.read(0, 100).toString()).toBe('12345678\n');
    expect(log.read(50, 10)).toHaveLength(0);
    expect(log.read(100, 10).toString()).toBe('abc\n');
  });

  it('gives up the oldest segment, never the one that it writes to', () => {
    append('12345678', '12345678', '123');
    log.dropOldest();
    expect(log.extent).toEqual({ from: 18, to: 22 });
    log.dropOldest();
    expect(readAll()).toBe('123\n');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('reads nothing where a file is gone, and goes on behind it', () => {
    append('12345678', '12345678', '123');
    rmSync(join(folder, readdirSync(folder).sort()[0] ?? ''));
    expect(log.read(0, 20)).toHaveLength(0);
    expect(log.read(18, 20).toString()).toBe('123\n');
  });

  it('leaves files alone that are none of its own', async () => {
    await log.close();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    log = open();
    append('12345678');
    await log.sync();
    expect(readdirSync(folder)).toContain('notes.txt');
    expect(statSync(join(folder, `${'0'.repeat(16)}.seg`)).mode & 0o777).toBe(0o600);
  });
});

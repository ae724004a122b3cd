import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openCursor } from '../../src/telemetry/spool/cursor.ts';
import { logsFormat } from '../../src/telemetry/spool/logs-format.ts';
import { openSegmentLog } from '../../src/telemetry/spool/segment-log.ts';
import { type Batch, createSpool, type Spool } from '../../src/telemetry/spool/spool.ts';
import { encodeLine, wholeLineBytes } from '../../src/telemetry/spool/stored-line.ts';
import { createTailWindow } from '../../src/telemetry/spool/tail-window.ts';

const SENDER = { cluster: 'noderr', tier: 'ORACLE', node_id: '0x00' };
const NOW = 1_800_000_000_000;
const NEWLINE = 0x0a;

const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '{', '}', 'é', '1'), maxLength: 40 });
/** Places and lengths are parts of the file. */
const part = fc.integer({ min: 0, max: 9_999 }).map((n) => n / 10_000);
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: part, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('zero' as const), at: part, length: part }),
  fc.record({ kind: fc.constant('cut' as const), at: part }),
  fc.record({ kind: fc.constant('stale' as const), at: part, from: part, length: part }),
  fc.record({ kind: fc.constant('insert' as const), at: part, bytes: fc.uint8Array({ maxLength: 40 }) }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

/** What a disk, a power cut or a write that went elsewhere may leave. */
function damaged(file: Buffer, how: Damage): Buffer {
  const at = Math.floor(how.at * file.length);
  const result = Buffer.from(file);
  switch (how.kind) {
    case 'flip':
      if (at < file.length) result[at] = (result[at] ?? 0) ^ (1 << how.bit);
      return result;
    case 'zero':
      return result.fill(0, at, Math.min(file.length, at + Math.floor((how.length * file.length) / 4)));
    case 'cut':
      return result.subarray(0, at);
    case 'stale': {
      const from = Math.floor(how.from * file.length);
      file.copy(result, at, from, from + Math.floor((how.length * file.length) / 4));
      return result;
    }
    case 'insert':
      return Buffer.concat([file.subarray(0, at), how.bytes, file.subarray(at)]);
  }
}

function open(folder: string): Spool {
  const onFault = (error: unknown): void => {
    throw error;
  };
  const cursor = openCursor(join(folder, 'cursor.json'), onFault);
  const log = openSegmentLog({
    ...{ folder: join(folder, 'logs'), segmentBytes: 800, floor: cursor.sent.at(-1)?.to ?? 0 },
    ...{ wholeBytes: wholeLineBytes, onFault },
  });
  const time = { nowMs: () => NOW, settled: () => true };
  return createSpool(logsFormat(time, 7 * 86_400_000, SENDER), {
    ...{ log, cursor, tail: createTailWindow(log.extent.to), onGivenUp: () => undefined },
  });
}

/** Lines of a parcel, as they were before they were stored. */
async function linesOf({ parcel }: Batch): Promise<string[]> {
  if (parcel === null) return [];
  const { streams } = JSON.parse(gunzipSync(await parcel.body()).toString()) as {
    streams: { stream: { service: string }; values: [string, string, { level: string }][] }[];
  };
  return streams.flatMap(({ stream, values }) =>
    values.map(([ns, line, { level, ...metadata }]) =>
      JSON.stringify({ ns, service: stream.service, level, line, metadata }),
    ),
  );
}

it('damaged lines of a spool are never sent as others, and keep no whole line from being sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 5, maxLength: 30 }),
      fc.array(fc.tuple(part, damage), { minLength: 1, maxLength: 4 }),
      async (texts, harm) => {
        const folder = mkdtempSync(join(tmpdir(), 'nd-lines-'));
        try {
          const before = open(folder);
          const spooled = texts.map((line, n) => {
            const record = encodeLine(
              { timestampMs: NOW, service: 'oracle', level: 'info', line, metadata: { n: String(n) } },
              before.end,
            );
            before.add(record, 1 / 4);
            return record.subarray(0, -1).toString('latin1');
          });
          await before.close();
          const files = readdirSync(join(folder, 'logs')).sort();
          for (const [which, how] of harm) {
            const file = join(
              folder,
              'logs',
              files[Math.min(Math.floor(which * files.length), files.length - 1)] ?? '',
            );
            writeFileSync(file, damaged(readFileSync(file), how));
          }
          const whole = files.flatMap((name, index) => {
            const next = files[index + 1];
            const end = next === undefined ? undefined : Number.parseInt(next, 10) - Number.parseInt(name, 10);
            const bytes = readFileSync(join(folder, 'logs', name)).subarray(0, end);
            return bytes
              .subarray(0, bytes.lastIndexOf(NEWLINE) + 1)
              .toString('latin1')
              .split('\n');
          });

          const spool = open(folder);
          const sent: string[] = [];
          let batches = 0;
          for (let batch = spool.oldest(); batch; batch = spool.oldest()) {
            sent.push(...(await linesOf(batch)));
            spool.settle(batch);
            batches += 1;
            expect(batches).toBeLessThan(500);
          }
          expect(spool.oldestMs()).toBeNull();
          await spool.close();

          const jsonOf = (record: string): string =>
            Buffer.from(record.slice(record.indexOf('{')), 'latin1').toString();
          expect(sent.filter((line) => !spooled.map(jsonOf).includes(line))).toEqual([]);
          const left = new Set(whole);
          expect(spooled.filter((record) => left.has(record) && !sent.includes(jsonOf(record)))).toEqual([]);
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    ),
    { numRuns: 60 },
  );
});

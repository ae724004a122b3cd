import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCursor } from '../../src/telemetry/spool/cursor.ts';
import { type Parcel } from '../../src/telemetry/spool/parcel.ts';
import { openSegmentLog } from '../../src/telemetry/spool/segment-log.ts';
import { type Batch, createSpool, type Spool, type SpoolFormat } from '../../src/telemetry/spool/spool.ts';
import { createTailWindow } from '../../src/telemetry/spool/tail-window.ts';

/** A record is eight digits and a line feed; four of them make a request, ten a segment. */
const BYTES = 9;
const SHARE = 1 / 4;

const contentsOf = new WeakMap<Parcel, readonly number[]>();

const numbers: SpoolFormat<number> = {
  signal: 'metrics',
  *recordsIn(log, range) {
    for (const segment of [...log.segments]) {
      const to = Math.min(segment.to, range.to);
      for (let at = Math.max(segment.from, range.from); at < to; at += BYTES) {
        const content = Number(log.read(at, BYTES).toString());
        yield { readable: true, next: at + BYTES, firstMs: 0, lastMs: 0, count: 1, share: SHARE, content };
      }
    }
  },
  look: () => ({ fateOf: () => 'send', taken: () => undefined, settle: () => undefined }),
  parcelOf(contents) {
    const parcel: Parcel = {
      count: contents.length,
      body: () => Promise.resolve(new Uint8Array()),
      halves: () => null,
    };
    contentsOf.set(parcel, contents);
    return parcel;
  },
};

type Step =
  | 'add'
  | 'live'
  | 'backlog'
  | 'live-sent'
  | 'live-failed'
  | 'backlog-sent'
  | 'evict'
  | 'kill'
  | 'kill-old-cursor'
  | 'power-cut';
const step = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Step>('add') },
  { weight: 8, arbitrary: fc.constantFrom<Step>('live', 'backlog', 'live-sent', 'backlog-sent') },
  { weight: 3, arbitrary: fc.constant<Step>('live-failed') },
  { weight: 1, arbitrary: fc.constant<Step>('evict') },
  { weight: 1, arbitrary: fc.constantFrom<Step>('kill', 'kill-old-cursor', 'power-cut') },
);

/** A spool on disk beside what is known of each of its records. */
class Model {
  readonly folder = mkdtempSync(join(tmpdir(), 'nd-spool-'));
  readonly sent = new Map<number, number>();
  readonly onDisk = new Set<number>();
  /** Records of batches of a cursor that was forgotten: they may be sent again. */
  forgotten = false;
  /** Records that were counted as given up for the limit of the spool. */
  evicted = 0;
  #next = 1;
  #spool: Spool;
  live: Batch | null = null;
  backlog: Batch | null = null;

  constructor() {
    this.#spool = this.#open();
  }

  get #cursorFile(): string {
    return join(this.folder, 'cursor.json');
  }

  #open(): Spool {
    const fail = (error: unknown): void => {
      throw error;
    };
    const cursor = openCursor(this.#cursorFile, fail);
    const log = openSegmentLog({
      folder: join(this.folder, 'segments'),
      segmentBytes: 10 * BYTES,
      floor: cursor.sent.at(-1)?.to ?? 0,
      wholeBytes: ({ length }) => length - (length % BYTES),
      onFault: fail,
    });
    return createSpool(numbers, {
      log,
      cursor,
      tail: createTailWindow(log.extent.to),
      onGivenUp: (_, { budget = 0 }) => (this.evicted += budget),
    });
  }

  async do(what: Step): Promise<void> {
    if (what === 'add') this.#add();
    else if (what === 'live') this.live ??= this.#spool.newest();
    else if (what === 'backlog') this.backlog ??= this.#spool.oldest();
    else if (what === 'live-sent') this.live = this.#settle(this.live);
    else if (what === 'backlog-sent') this.backlog = this.#settle(this.backlog);
    else if (what === 'live-failed') this.#fail();
    else if (what === 'evict') this.#spool.evictOldest();
    else await this.#reopen(what);
  }

  #add(): void {
    this.#spool.add(Buffer.from(`${String(this.#next).padStart(BYTES - 1, '0')}\n`), SHARE);
    this.onDisk.add(this.#next);
    this.#next += 1;
  }

  #settle(batch: Batch | null): null {
    if (batch === null) return null;
    if (batch !== this.live && existsSync(this.#cursorFile)) copyFileSync(this.#cursorFile, `${this.#cursorFile}.old`);
    for (const record of this.recordsOf(batch)) this.sent.set(record, (this.sent.get(record) ?? 0) + 1);
    this.#spool.settle(batch);
    return null;
  }

  #fail(): void {
    if (this.live) this.#spool.release();
    this.live = null;
  }

  async #reopen(how: 'kill' | 'kill-old-cursor' | 'power-cut'): Promise<void> {
    await this.#spool.close();
    this.live = null;
    this.backlog = null;
    const old = `${this.#cursorFile}.old`;
    if (how === 'kill-old-cursor' && existsSync(old)) {
      this.forgotten = true;
      copyFileSync(old, this.#cursorFile);
    }
    if (how === 'power-cut') this.#tearTail();
    this.#spool = this.#open();
  }

  /** The last one and a half records were not synced, and are gone unless they were sent. */
  #tearTail(): void {
    const folder = join(this.folder, 'segments');
    const newest = readdirSync(folder).sort().at(-1);
    if (newest === undefined) return;
    const file = join(folder, newest);
    const { size } = statSync(file);
    const left = Math.max(0, size - Math.floor(1.5 * BYTES));
    truncateSync(file, left);
    const gone = Math.ceil((size - left) / BYTES);
    for (const record of [...this.onDisk].slice(this.onDisk.size - gone)) this.onDisk.delete(record);
  }

  recordsOf(batch: Batch | null): readonly number[] {
    return batch?.parcel ? (contentsOf.get(batch.parcel) ?? []) : [];
  }

  async drain(): Promise<void> {
    await this.do('live-failed');
    this.backlog = null;
    do {
      for (const what of ['live', 'live-sent', 'backlog-sent', 'backlog'] as const) await this.do(what);
    } while (this.isBusy);
  }

  get isBusy(): boolean {
    return this.backlog !== null;
  }

  async remove(): Promise<void> {
    await this.#spool.close();
    rmSync(this.folder, { recursive: true });
  }
}

describe('a spool under any history', () => {
  it('sends all but what it counts as given up, once unless the cursor was forgotten, and its lanes never meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
        const model = new Model();
        try {
          for (const next of steps) {
            await model.do(next);
            const backlog = new Set(model.recordsOf(model.backlog));
            expect(model.recordsOf(model.live).filter((record) => backlog.has(record))).toEqual([]);
          }
          await model.drain();
          const unsent = [...model.onDisk].filter((record) => !model.sent.has(record));
          expect(unsent.length).toBeLessThanOrEqual(model.evicted);
          if (!model.forgotten) expect([...model.sent.values()].every((times) => times === 1)).toBe(true);
        } finally {
          await model.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});

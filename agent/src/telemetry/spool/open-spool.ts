import { join } from 'node:path';
import { type Signal } from '@noderr/protocol';
import { openCursor } from './cursor.ts';
import { wholeFrameBytes } from './frame.ts';
import { openSegmentLog } from './segment-log.ts';
import { createSpool, type Spool, type SpoolFormat } from './spool.ts';
import { wholeLineBytes } from './stored-line.ts';
import { createTailWindow } from './tail-window.ts';
import { type GivenUp } from './take-batch.ts';

const SEGMENT_BYTES = 8_000_000;
const SMALLEST_SEGMENT_BYTES = 65_536;
/** A small spool gives up a part of this size at a time. */
const SEGMENTS = 16;

const WHOLE_BYTES: Readonly<Record<Signal, (segment: Buffer) => number>> = {
  metrics: wholeFrameBytes,
  logs: wholeLineBytes,
};

export interface OpenSpoolOptions {
  /** Folder of all spools. */
  folder: string;
  /** Bytes that all of them may take. */
  maxBytes: number;
}

export interface OpenSpoolDeps {
  onGivenUp: (signal: Signal, givenUp: GivenUp) => void;
  onFault: (error: unknown) => void;
}

/** Opens the spool of one signal: `<folder>/<signal>/` and `<folder>/<signal>-cursor.json`. */
export function openSpool<T>(options: OpenSpoolOptions, format: SpoolFormat<T>, deps: OpenSpoolDeps): Spool {
  const { folder, maxBytes } = options;
  const { onGivenUp, onFault } = deps;
  const cursor = openCursor(join(folder, `${format.signal}-cursor.json`), onFault);
  const log = openSegmentLog({
    folder: join(folder, format.signal),
    segmentBytes: Math.min(SEGMENT_BYTES, Math.max(SMALLEST_SEGMENT_BYTES, Math.floor(maxBytes / SEGMENTS))),
    floor: cursor.sent.at(-1)?.to ?? 0,
    wholeBytes: WHOLE_BYTES[format.signal],
    onFault,
  });
  return createSpool(format, { log, cursor, tail: createTailWindow(log.extent.to), onGivenUp });
}

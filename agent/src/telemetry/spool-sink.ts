import { type Signal } from '@noderr/protocol';
import { type EncodedRequest, shareOfRequest } from './encode/write-request.ts';
import { snappy } from './encode/snappy.ts';
import { type LogLine } from './log-line.ts';
import { type Sample } from './sample.ts';
import { type DropReason } from './drop-reason.ts';
import { boundedLine } from './spool/bounded-line.ts';
import { type DiskRoom } from './spool/disk-room.ts';
import { encodeFrame } from './spool/frame.ts';
import { shareOfLine } from './spool/lines-in.ts';
import { type Spool } from './spool/spool.ts';
import { encodeLine } from './spool/stored-line.ts';
import { type TokenBucket } from './spool/token-bucket.ts';
import { type TelemetrySink } from './telemetry-sink.ts';

/** Lines of these levels are what an outage is understood by. */
const KEPT_LEVELS: ReadonlySet<string> = new Set(['error', 'fatal']);

export interface SpoolSinkDeps {
  spools: Readonly<Record<Signal, Spool>>;
  encode: (samples: readonly Sample[]) => EncodedRequest;
  room: DiskRoom;
  bucket: TokenBucket;
  /** Never throws. */
  onAdded: (signal: Signal) => void;
  onDropped: (signal: Signal, reason: DropReason, count: number) => void;
  onFault: (error: unknown) => void;
}

function textBytes({ line, metadata }: LogLine): number {
  const fields = Object.entries(metadata).flat();
  return [line, ...fields].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** Writes what the sources measure to the spools at once; nothing is held in memory. */
export function createSpoolSink(deps: SpoolSinkDeps): TelemetrySink {
  const { spools, encode, room, bucket, onAdded, onDropped, onFault } = deps;

  function spool(signal: Signal, count: number, add: (spool: Spool) => void): void {
    if (!room.isFree) {
      onDropped(signal, 'disk', count);
      return;
    }
    try {
      add(spools[signal]);
    } catch (error) {
      onDropped(signal, 'disk', count);
      onFault(error);
      return;
    }
    onAdded(signal);
  }

  return {
    samples(batch) {
      for (let rest = batch; rest.length > 0;) {
        const { bytes, taken } = encode(rest);
        const stamps = rest.slice(0, taken).map(({ timestampMs }) => timestampMs);
        spool('metrics', taken, (metrics) => {
          const [firstMs, lastMs] = [Math.min(...stamps), Math.max(...stamps)];
          const frame = encodeFrame({ firstMs, lastMs, count: taken, payload: snappy(bytes) });
          metrics.add(frame, shareOfRequest(taken, bytes.length));
        });
        rest = rest.slice(taken);
      }
    },
    flooded() {
      onDropped('logs', 'rate', 1);
    },
    log(line) {
      const bounded = boundedLine(line);
      const bytes = textBytes(bounded);
      if (KEPT_LEVELS.has(bounded.level)) bucket.drain(bytes);
      else if (!bucket.take(bytes)) {
        onDropped('logs', 'rate', 1);
        return;
      }
      spool('logs', 1, (logs) => {
        const stored = encodeLine(bounded, logs.end);
        logs.add(stored, shareOfLine(stored.length));
      });
    },
  };
}

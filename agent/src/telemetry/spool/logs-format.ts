import { LOGS_WINDOW_MS } from '@noderr/protocol';
import { logsParcel, type StreamSender } from '../encode/logs-parcel.ts';
import { linesIn } from './lines-in.ts';
import { type SpoolFormat } from './spool.ts';
import { type StoredLine } from './stored-line.ts';
import { fateOf, type SpoolTime } from './time-window.ts';

/** Log lines, sent as they are. */
export function logsFormat(time: SpoolTime, maxAgeMs: number, sender: StreamSender): SpoolFormat<StoredLine> {
  const windowMs = Math.min(LOGS_WINDOW_MS, maxAgeMs);
  return {
    signal: 'logs',
    recordsIn: linesIn,
    parcelOf: (lines) => logsParcel(lines, sender),
    look() {
      const window = { nowMs: time.nowMs(), windowMs, settled: time.settled() };
      return { fateOf: (line) => fateOf(line, window), taken: () => undefined, settle: () => undefined };
    },
  };
}

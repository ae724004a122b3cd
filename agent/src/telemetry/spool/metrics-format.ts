import { METRICS_WINDOW_MS } from '@noderr/protocol';
import { metricsParcel } from '../encode/metrics-parcel.ts';
import { firstSeriesName } from '../encode/series-in.ts';
import { unsnappy } from '../encode/snappy.ts';
import { framesIn } from './frames-in.ts';
import { type SpoolFormat } from './spool.ts';
import { type Readable } from './spooled-record.ts';
import { createThinner, FULL_RESOLUTION_MS } from './thinner.ts';
import { fateOf, type SpoolTime } from './time-window.ts';

/** Frames of samples; those older than a day go out thinned to one a minute and source. */
export function metricsFormat(time: SpoolTime, maxAgeMs: number): SpoolFormat<Buffer> {
  const thinner = createThinner();
  const windowMs = Math.min(METRICS_WINDOW_MS, maxAgeMs);
  return {
    signal: 'metrics',
    recordsIn: framesIn,
    parcelOf: metricsParcel,
    look() {
      const thinned = thinner.look();
      const window = { nowMs: time.nowMs(), windowMs, settled: time.settled() };
      const isOld = (firstMs: number): boolean => firstMs < window.nowMs - FULL_RESOLUTION_MS;
      return {
        fateOf(frame) {
          const fate = fateOf(frame, window);
          if (fate !== 'send' || !isOld(frame.firstMs)) return fate;
          return thinned.keeps(sourceOf(frame), frame.firstMs) ? 'send' : 'thinned';
        },
        taken(frame) {
          if (isOld(frame.firstMs)) thinned.taken(sourceOf(frame), frame.firstMs);
        },
        settle: () => {
          thinned.settle();
        },
      };
    },
  };
}

/** Rounds of the same series have the same first one, and as many; the trading rounds between them have fewer. */
function sourceOf({ count, content }: Readable<Buffer>): string {
  return `${count} ${firstSeriesName(unsnappy(content))}`;
}

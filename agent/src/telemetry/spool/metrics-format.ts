import { METRICS_WINDOW_MS } from '@noderr/protocol';
import { metricsParcel } from '../encode/metrics-parcel.ts';
import { firstSeriesName } from '../encode/series-in.ts';
import { unsnappy } from '../encode/snappy.ts';
import { framesIn } from './frames-in.ts';
import { type SpoolFormat } from './spool.ts';
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
          return thinned.keeps(sourceOf(frame.content), frame.firstMs) ? 'send' : 'thinned';
        },
        taken({ content, firstMs }) {
          if (isOld(firstMs)) thinned.taken(sourceOf(content), firstMs);
        },
        settle: () => {
          thinned.settle();
        },
      };
    },
  };
}

/** A source's first series has the same labels each time. */
function sourceOf(block: Buffer): string {
  return firstSeriesName(unsnappy(block));
}

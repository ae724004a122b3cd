import { type Parcel } from '../spool/parcel.ts';
import { seriesBounds } from './series-in.ts';
import { joinedSnappy, snappy, unsnappy } from './snappy.ts';

/** Compressed WriteRequests as one: those of a message that repeats its fields are joined by writing one behind another. */
export function metricsParcel(blocks: readonly Buffer[], count: number): Parcel {
  return {
    count,
    // copied: fetch takes no memory that may be shared
    body: () => Promise.resolve(new Uint8Array(joinedSnappy(blocks))),
    halves() {
      if (count < 2) return null;
      const request = unsnappy(joinedSnappy(blocks));
      const bounds = seriesBounds(request);
      const middle = Math.floor((bounds.length - 1) / 2);
      const cut = bounds[middle] ?? 0;
      return [
        metricsParcel([snappy(request.subarray(0, cut))], middle),
        metricsParcel([snappy(request.subarray(cut))], bounds.length - 1 - middle),
      ];
    },
  };
}

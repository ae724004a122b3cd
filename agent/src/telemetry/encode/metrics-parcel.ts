import { type Parcel } from '../spool/parcel.ts';
import { seriesBounds } from './series-in.ts';
import { snappy, unsnappy } from './snappy.ts';

/** Compressed WriteRequests as one: those of a message that repeats its fields are joined by writing one behind another. */
export function metricsParcel(blocks: readonly Buffer[], count: number): Parcel {
  const [only] = blocks;
  return {
    count,
    body: () => Promise.resolve(wire(only && blocks.length === 1 ? only : snappy(joined(blocks)))),
    halves() {
      if (count < 2) return null;
      const request = joined(blocks);
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

function joined(blocks: readonly Buffer[]): Buffer {
  return Buffer.concat(blocks.map(unsnappy));
}

/** For fetch, which takes no memory that may be shared. */
function wire(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

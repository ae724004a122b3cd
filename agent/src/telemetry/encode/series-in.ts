import { varintAt } from './varint.ts';

/** Where the series of a WriteRequest of ours begin, and where the last one ends. */
export function seriesBounds(request: Buffer): number[] {
  const bounds = [0];
  for (let at = 0; at < request.length;) {
    const { value, next } = varintAt(request, at + 1);
    at = next + value;
    bounds.push(at);
  }
  return bounds;
}

/** The bytes of the first series without its sample: they name the source of a frame. */
export function firstSeriesName(request: Buffer): string {
  const series = varintAt(request, 1);
  let at = series.next;
  while (request[at] === 0x0a) {
    const label = varintAt(request, at + 1);
    at = label.next + label.value;
  }
  return request.toString('latin1', series.next, at);
}

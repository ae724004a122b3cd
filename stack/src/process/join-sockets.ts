import { type Socket } from 'node:net';

/** What one hears the other says; when one ends, so does the other. */
export function joinSockets(inside: Socket, outside: Socket): void {
  for (const [from, to] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}

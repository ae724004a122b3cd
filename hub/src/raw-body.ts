const bodies = new WeakMap<object, Buffer>();

/** The bytes of a body as they arrived: what a signature was made over; empty where none came. */
export function rawBody(request: object): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}

export function keepRawBody(request: object, body: Buffer): void {
  bodies.set(request, body);
}

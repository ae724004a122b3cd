/** The parts of snappyjs 0.7 that are used; it brings no types. */
declare module 'snappyjs' {
  export function compress(bytes: Buffer): Buffer;
  /** @throws where the bytes are no snappy block. */
  export function uncompress(bytes: Buffer): Buffer;
}

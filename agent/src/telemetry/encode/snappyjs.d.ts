/** The parts of snappyjs 0.7 that are used; it brings no types. */
declare module 'snappyjs' {
  export function compress(bytes: Buffer): Buffer;
  /** @throws where the bytes are no snappy block, or say that they make more than `maxLength`. */
  export function uncompress(bytes: Buffer, maxLength?: number): Buffer;
}

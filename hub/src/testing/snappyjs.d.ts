/** Only what the tests use; it brings no types. */
declare module 'snappyjs' {
  export function compress(bytes: Buffer): Buffer;
}

/** One record of a spool, or a stretch of it that cannot be read. */
export type SpooledRecord<T> = Readable<T> | Unreadable;

export interface Readable<T> {
  readonly readable: true;
  /** Where the next record begins. */
  readonly next: number;
  /** Epoch milliseconds of what is oldest and newest in it. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Samples or lines. */
  readonly count: number;
  /** Its part of a full request, 0…1. */
  readonly share: number;
  readonly content: T;
}

export interface Unreadable {
  readonly readable: false;
  readonly next: number;
  /** Samples or lines, as far as that can be told; at least 1. */
  readonly count: number;
}

/** What one request carries. */
export interface Parcel {
  /** Samples or lines. */
  readonly count: number;
  /** Compressed, as it goes over the wire. */
  body(): Promise<Uint8Array<ArrayBuffer>>;
  /** The same in two requests; null where there is only one sample or line. */
  halves(): readonly [Parcel, Parcel] | null;
}

/** Upper bounds on everything that a registry can make us read; bytes, counts and milliseconds. */
export interface OciLimits {
  /** An index, an image manifest or a list of referrers: the size every registry must accept (OCI distribution). */
  documentBytes: number;
  configBytes: number;
  /** A signature's manifest: a config, a layer and a few annotations. */
  bundleManifestBytes: number;
  /** A key-signed bundle is 1.5 kB, one with a transparency log entry 10 kB. */
  bundleBytes: number;
  /** Signature bundles looked at per image and source; the smallest come first, so that junk cannot crowd them out. */
  bundles: number;
  referrerPages: number;
  /** From the first byte sent to the last byte read of anything but a blob. */
  requestMs: number;
  /** Lowest speed at which a blob may arrive, bytes per second, on top of `requestMs`. */
  blobBytesPerSecond: number;
  layers: number;
}

export const DEFAULT_OCI_LIMITS: OciLimits = {
  documentBytes: 4 * 1024 * 1024,
  configBytes: 4 * 1024 * 1024,
  bundleManifestBytes: 16 * 1024,
  bundleBytes: 64 * 1024,
  bundles: 2048,
  referrerPages: 32,
  requestMs: 30_000,
  blobBytesPerSecond: 32 * 1024,
  layers: 256,
};

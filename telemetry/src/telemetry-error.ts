/** What a service asked of the library that it refuses; only set-up calls throw, recording never does. */
export type TelemetryErrorCode =
  'listen/not-loopback' | 'listen/failed' | 'setup/bad-name' | 'setup/too-many' | 'setup/twice';

/** A fault in how the library was set up; `code` says which. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError';
  readonly code: TelemetryErrorCode;

  constructor(code: TelemetryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

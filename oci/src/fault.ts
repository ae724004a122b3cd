import { type FailureCode } from '@noderr/protocol';

/** The failure codes that a registry, an image or a signature can end in. */
export type OciFaultCode = Extract<FailureCode, `registry/${string}` | `content/${string}` | `signature/${string}`>;

/** Why a registry, an image or a signature was not accepted; `code` is also the metric label. */
export class OciFault extends Error {
  override readonly name = 'OciFault';
  readonly code: OciFaultCode;

  constructor(code: OciFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

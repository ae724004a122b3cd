export type HubErrorCode =
  /** No answer: the agent goes on from the chain alone. */
  | 'hub/unreachable'
  /** Our token is refused, the clock corrected: not enrolled, forgotten or suspended. */
  | 'hub/unauthorized'
  /** 4xx: the request itself is wrong. */
  | 'hub/refused'
  /** 5xx, 429 or an answer that is none of ours: try again later. */
  | 'hub/failed';

/** The hub did not do what was asked of it. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;

  constructor(code: HubErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

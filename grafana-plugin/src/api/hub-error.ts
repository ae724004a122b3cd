import { type Problem } from '@noderr/protocol';

export type HubErrorCode =
  'unreachable' | 'right-missing' | 'refused' | 'not-found' | 'busy' | 'not-configured' | 'answer-invalid' | 'failed';

interface HubErrorDetails {
  status: number;
  problem?: Problem | undefined;
  /** The Grafana action that the user lacks. */
  right?: string | undefined;
  cause?: unknown;
}

/** A request to the hub that did not end well; `code` says what to tell the user. */
export class HubError extends Error {
  readonly code: HubErrorCode;
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly right: string | undefined;

  constructor(code: HubErrorCode, message: string, details: HubErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'HubError';
    this.code = code;
    this.status = details.status;
    this.problem = details.problem;
    this.right = details.right;
  }
}

export function isHubError(error: unknown, code?: HubErrorCode): error is HubError {
  return error instanceof HubError && (code === undefined || error.code === code);
}

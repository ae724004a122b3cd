/** The command's exit codes; also in docs/usage/publisher.md. */
export const EXIT = {
  ok: 0,
  /** The contract or the registry said no and nothing has changed, or an audit found differences. */
  refused: 1,
  /** The command line, a file or a key cannot be used. */
  usage: 2,
  /** The chain, the hub or the registry cannot be reached or trusted now, or took too long: try again. */
  unavailable: 3,
  /** A check before sending failed: nothing was sent. */
  check: 4,
} as const;

/** What went wrong, in words, and what to do about it. */
export class CliError extends Error {
  readonly exitCode: number;
  readonly code: string;
  readonly hint: string;

  constructor(exit: keyof typeof EXIT, code: string, message: string, hint = '', options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = EXIT[exit];
    this.code = code;
    this.hint = hint;
  }
}

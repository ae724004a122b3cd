/** How moments and spans are told. */
export const momentStrings = {
  never: 'never',
  ago: (span: string) => `${span} ago`,
  lasting: (span: string) => `for ${span}`,
  inFuture: (span: string) => `in ${span}`,
  now: 'just now',
  blockTime: 'block time',
  asOf: (time: string) => `as of ${time}, hub unreachable, retrying`,
  asOfError: (time: string, message: string) => `as of ${time}: ${message} Retrying.`,
} as const;

/** The exit codes of `noderr-agent`, by sysexits.h where it has one; also in docs/usage/agent.md. */
export const EXIT = {
  ok: 0,
  /** The agent said no, a check found something bad, or what was asked for failed: the message says what. */
  refused: 1,
  /** The command line cannot be understood. */
  usage: 64,
  /** No agent answers. */
  unavailable: 69,
  /** The settings are at fault. */
  settings: 78,
} as const;

export type Exit = keyof typeof EXIT;

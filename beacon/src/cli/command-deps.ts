import { type EXIT } from './cli-error.ts';
import { type Streams } from './output.ts';

/** What a command may use of the process that runs it. */
export interface CommandDeps {
  streams: Streams;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Where nonces and signed bytes are kept unless told. */
  defaultStateFile: string;
}

/** For commands whose result is not always a success. */
export interface CommandContext extends CommandDeps {
  /** Says how the process ends although nothing failed. */
  endWith(exit: keyof typeof EXIT): void;
}

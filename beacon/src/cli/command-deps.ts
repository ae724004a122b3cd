import { type Streams } from './output.ts';

/** What a command may use of the process that runs it. */
export interface CommandDeps {
  streams: Streams;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Where nonces and signed bytes are kept unless told. */
  defaultStateFile: string;
}

import { type Exit } from './exit-code.ts';

/** A command that cannot be carried out; the message says why and what to do. */
export class CliFault extends Error {
  override readonly name = 'CliFault';
  readonly exit: Exit;
  readonly code: string;

  constructor(exit: Exit, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
    this.code = code;
  }
}

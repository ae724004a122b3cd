/** A receiver's secret, or the file with the receivers, is not what it must be. Its message never shows a secret. */
export class ReceiverError extends Error {
  readonly code:
    | 'receiver/bad-url'
    | 'receiver/bad-key'
    | 'receiver/bad-address'
    | 'receiver/bad-mail-server'
    | 'receiver/no-mail-server'
    | 'receiver/no-line';

  constructor(code: ReceiverError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export type RpcErrorCode =
  | 'rpc/unreachable'
  | 'rpc/timeout'
  | 'rpc/aborted'
  | 'rpc/http-status'
  | 'rpc/redirected'
  | 'rpc/too-large'
  | 'rpc/malformed'
  | 'rpc/refused';

/** A JSON-RPC call that brought no result; `refused` means that the endpoint itself answered with an error. */
export class RpcError extends Error {
  readonly code: RpcErrorCode;
  /** The endpoint's own error number and data, where it answered with an error. */
  readonly reply: { readonly code: number; readonly message: string; readonly data: string | undefined } | undefined;

  constructor(code: RpcErrorCode, message: string, options: ErrorOptions & { reply?: RpcError['reply'] } = {}) {
    super(message, options);
    this.name = 'RpcError';
    this.code = code;
    this.reply = options.reply;
  }
}

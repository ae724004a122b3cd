export type QueueErrorCode =
  'queue/not-allowed' | 'queue/key-reused' | 'queue/unknown-key' | 'queue/frozen' | 'queue/in-flight' | 'queue/aborted';

/** A request that the queue does not take, or a question that it cannot answer. */
export class QueueError extends Error {
  readonly code: QueueErrorCode;
  constructor(code: QueueErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueueError';
    this.code = code;
  }
}

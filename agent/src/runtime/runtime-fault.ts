import { type FailureCode } from '@noderr/protocol';

/** What can go wrong between us and a container runtime; a subset of the failure codes. */
export type RuntimeFaultCode = Extract<
  FailureCode,
  | 'docker/unreachable'
  | 'docker/failed'
  | 'docker/name-taken'
  | 'docker/unsafe-template'
  | 'disk/full'
  | 'registry/unreachable'
  | 'registry/refused'
  | 'registry/timeout'
  | 'content/digest-mismatch'
  | 'content/platform-missing'
  | 'start/create-failed'
  | 'start/wrong-image'
>;

/** Thrown by every method of a `ContainerRuntime`; an abort throws the signal's reason instead. */
export class RuntimeFault extends Error {
  override readonly name = 'RuntimeFault';
  readonly code: RuntimeFaultCode;

  constructor(code: RuntimeFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

import { type FailureCode } from '@noderr/protocol';
import { isDiskFull } from '../../durable/disk-full.ts';
import { RuntimeFault } from '../../runtime/runtime-fault.ts';

/** What can go wrong with a backup; a subset of the failure codes. */
export type BackupFaultCode = Extract<
  FailureCode,
  'backup/failed' | 'backup/missing' | 'backup/unsealed' | 'disk/full' | 'disk/backup-too-large'
>;

/** Thrown by every method of a `BackupStore`; an abort throws the signal's reason instead. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
  readonly code: BackupFaultCode;

  constructor(code: BackupFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Runs one job of the store; what it throws leaves as a `BackupFault` that says what we were doing. */
export async function asBackup<T>(
  { doing, code, signal }: { doing: string; code: BackupFaultCode; signal?: AbortSignal },
  act: () => Promise<T>,
): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await act();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof BackupFault) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new BackupFault(hasNoRoom(error) ? 'disk/full' : code, `could not ${doing}: ${cause}`, { cause: error });
  }
}

function hasNoRoom(error: unknown): boolean {
  return error instanceof RuntimeFault ? error.code === 'disk/full' : isDiskFull(error);
}

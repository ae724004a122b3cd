import { type Clock } from '../../clock.ts';
import { type Parcel } from '../spool/parcel.ts';
import { type Batch } from '../spool/spool.ts';
import { backoffMs } from './backoff.ts';
import { type Delivery } from './deliver.ts';
import { type Fault } from './push-answer.ts';
import { type PushGate } from './push-gate.ts';

export interface LaneDeps {
  /** The next batch, null where nothing waits. */
  take(): Batch | null;
  deliver(parcel: Parcel, signal: AbortSignal): Promise<Delivery>;
  /** The batch is settled; `refused` = samples or lines of it that the hub will never take, `fault` = why. */
  settle(batch: Batch, refused: number, fault: Fault | null): void;
  /** It was not taken, or could not be read, and is tried again later. */
  failed(code: string, detail: string): void;
  /** Resolves when there may be something to take again. */
  idle(signal: AbortSignal): Promise<void>;
  gate: PushGate;
  clock: Pick<Clock, 'sleep'>;
  random: () => number;
}

/** Sends one batch after another, at least `paceMs` apart, until the signal aborts. */
export async function runLane(paceMs: number, deps: LaneDeps, signal: AbortSignal): Promise<void> {
  const { gate, clock, random } = deps;
  let failures = 0;
  let pause = paceMs;
  while (!signal.aborted) {
    await clock.sleep(Math.max(pause, gate.waitMs()), signal);
    if (isAborted(signal)) return;
    if (gate.waitMs() > 0) continue;
    const outcome = await sendNext();
    failures = outcome.failed ? failures + 1 : 0;
    pause = outcome.failed ? Math.max(outcome.afterMs ?? 0, paceMs) + backoffMs(failures, random) : paceMs;
  }

  async function sendNext(): Promise<{ failed: boolean; afterMs?: number | null }> {
    try {
      const batch = deps.take();
      if (batch === null) {
        await deps.idle(signal);
        return { failed: false };
      }
      if (batch.parcel === null) {
        deps.settle(batch, 0, null);
        return { failed: false };
      }
      const delivery = await deps.deliver(batch.parcel, signal);
      if (delivery.kind === 'done') {
        gate.accepted();
        deps.settle(batch, delivery.refused, delivery.fault ?? null);
        return { failed: false };
      }
      if (delivery.kind === 'unauthorized') gate.refused();
      deps.failed(delivery.code, delivery.detail);
      return { failed: true, afterMs: delivery.kind === 'later' ? delivery.afterMs : null };
    } catch (error) {
      if (isAborted(signal)) return { failed: false };
      // A spool that cannot be read now is tried again: nothing of it is given up for that.
      deps.failed('spool/failed', error instanceof Error ? error.message : 'no reason');
      return { failed: true };
    }
  }
}

/** Asked anew: it may have aborted while something was awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

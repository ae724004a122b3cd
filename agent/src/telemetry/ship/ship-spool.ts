import { type Lane } from '@noderr/protocol';
import { type Clock } from '../../clock.ts';
import { type Bell, createBell } from '../../tick/bell.ts';
import { type Batch, type Spool } from '../spool/spool.ts';
import { type GivenUp } from '../spool/take-batch.ts';
import { deliver } from './deliver.ts';
import { type Fault } from './push-answer.ts';
import { type PushClient } from './push-client.ts';
import { type PushGate } from './push-gate.ts';
import { type LaneDeps, runLane } from './run-lane.ts';

/** The backlog's part of them: it never hinders what is new. */
const BACKLOG_SHARE = 0.2;
/** How often the backlog looks for records that the live lane has left behind; milliseconds. */
const BACKLOG_LOOK_MS = 15_000;

export interface ShipOptions {
  /** Of one signal; fresh records of such a step go together. */
  pushesPerS: number;
}

/** Counts the CPU time of what it is given to do. */
export interface Meter {
  measure<T>(work: () => T): T;
}

export interface ShipDeps {
  spool: Spool;
  push: PushClient;
  gate: PushGate;
  meter: Meter;
  clock: Clock;
  random: () => number;
  onGivenUp: (givenUp: GivenUp) => void;
  /** Told when the pushes of a lane begin to fail or to be refused, fail otherwise, or no longer do: null. */
  onChange: (lane: Lane, fault: Fault | null) => void;
}

/** Two lanes that empty a spool. */
export interface Shipping {
  /** Epoch milliseconds. */
  readonly lastPushAt: number | null;
  /** Why a lane's last push failed or was refused, the live one's first. */
  readonly lastFault: Fault | null;
  /** There is something new. */
  wake(): void;
  run(signal: AbortSignal): Promise<void>;
}

export function createShipping({ pushesPerS }: ShipOptions, deps: ShipDeps): Shipping {
  const { spool, push, gate, meter, clock, random, onChange } = deps;
  const bell: Bell = createBell(clock);
  let lastPushAt: number | null = null;
  const faults: Record<Lane, Fault | null> = { live: null, backlog: null };

  function change(lane: Lane, fault: Fault | null): void {
    const isNew = faults[lane]?.code !== fault?.code;
    faults[lane] = fault;
    if (isNew) onChange(lane, fault);
  }

  function laneDeps(lane: Lane, over: Pick<LaneDeps, 'take' | 'idle'> & { release: () => void }): LaneDeps {
    return {
      ...over,
      ...{ gate, clock, random },
      deliver: (parcel, signal) =>
        deliver(parcel, async (part) => {
          const body = await meter.measure(() => part.body());
          return meter.measure(() => push({ signal: spool.signal, lane, body }, signal));
        }),
      settle(batch: Batch, refused: number, fault: Fault | null) {
        meter.measure(() => {
          spool.settle(batch);
        });
        if (batch.parcel === null) return;
        if (refused > 0) deps.onGivenUp({ refused });
        if (refused < batch.parcel.count) lastPushAt = clock.now();
        change(lane, fault);
      },
      failed(code, detail) {
        over.release();
        change(lane, { code, detail });
      },
    };
  }

  const live = laneDeps('live', {
    take: () => meter.measure(() => spool.newest()),
    idle: (signal) => bell.wait(BACKLOG_LOOK_MS, signal),
    release: () => {
      spool.release();
    },
  });
  const backlog = laneDeps('backlog', {
    take: () => meter.measure(() => spool.oldest()),
    idle: (signal) => clock.sleep(BACKLOG_LOOK_MS, signal),
    release: () => undefined,
  });

  return {
    get lastPushAt() {
      return lastPushAt;
    },
    get lastFault() {
      return faults.live ?? faults.backlog;
    },
    wake() {
      bell.ring();
    },
    async run(signal) {
      const paceMs = 1000 / pushesPerS;
      await Promise.all([runLane(paceMs, live, signal), runLane(paceMs / BACKLOG_SHARE, backlog, signal)]);
    },
  };
}

import { type Heartbeat, HEARTBEAT_INTERVAL_MS, type Hint } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type EventOutbox } from './event-outbox.ts';
import { type HubClient } from './hub-client.ts';
import { HubError, type HubErrorCode } from './hub-error.ts';

const EVENTS_AT_ONCE = 50;

export interface HubLinkDeps {
  client: HubClient;
  outbox: EventOutbox;
  clock: Clock;
  /** 0…1; spreads the heartbeats of a fleet. */
  random: () => number;
  /** The next heartbeat; called once for each that is sent. */
  heartbeat: () => Heartbeat;
  onHint: (hint: Hint) => void;
  /** Told when the link goes up or down, once per change. */
  onChange: (state: HubLinkState) => void;
  /** Called each time that the hub does not know this node. */
  onUnknown: (signal: AbortSignal) => Promise<void>;
}

export type HubLinkState = { up: true } | { up: false; code: HubErrorCode; message: string };

/** Sends heartbeats every 10 s and what the outbox holds; without the hub it just goes on trying. */
export interface HubLink {
  readonly state: HubLinkState | null;
  /** Sends a heartbeat and the events soon: something has changed. */
  nudge(): void;
  /** Runs until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createHubLink(deps: HubLinkDeps): HubLink {
  let state: HubLinkState | null = null;
  let wake: AbortController | null = null;

  function change(next: HubLinkState): void {
    const before = state;
    state = next;
    if (before?.up !== next.up || (!before.up && !next.up && before.code !== next.code)) deps.onChange(next);
  }

  async function beat(signal: AbortSignal): Promise<void> {
    const reply = await deps.client.heartbeat(deps.heartbeat(), signal);
    change({ up: true });
    if (reply.hint) deps.onHint(reply.hint);
    for (let batch = deps.outbox.pending(EVENTS_AT_ONCE); batch.length > 0;) {
      const { acked } = await deps.client.sendEvents(batch, signal);
      if (acked.length === 0) return;
      deps.outbox.acknowledge(acked);
      batch = deps.outbox.pending(EVENTS_AT_ONCE);
    }
  }

  return {
    get state() {
      return state;
    },
    nudge: () => wake?.abort(),
    async run(signal) {
      while (!signal.aborted) {
        wake = new AbortController();
        try {
          await beat(signal);
        } catch (error) {
          if (error === signal.reason) return;
          if (!(error instanceof HubError)) throw error;
          change({ up: false, code: error.code, message: error.message });
          if (error.code === 'hub/unauthorized') await deps.onUnknown(signal);
        }
        const pause = HEARTBEAT_INTERVAL_MS * (0.95 + 0.1 * deps.random());
        await deps.clock.sleep(pause, AbortSignal.any([signal, wake.signal]));
      }
    },
  };
}

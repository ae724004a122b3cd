import { type Heartbeat, type Hint } from '@noderr/protocol';
import { type Journal } from '../durable/journal.ts';
import { createEnrolment, type EnrolmentOptions } from './enrolment.ts';
import { type EventOutbox } from './event-outbox.ts';
import { createHubClient } from './hub-client.ts';
import { createHubLink, type HubLink } from './hub-link.ts';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { type Logger } from '../logs/logger.ts';
import { type AgentMetrics } from '../metrics/agent-metrics.ts';
import { type SystemClock } from '../system-clock.ts';
import { type Bell } from '../tick/bell.ts';
import { holdsAfter } from '../tick/hub-hints.ts';

export interface JoinHubOptions extends EnrolmentOptions {
  url: string | undefined;
  audience: string;
}

export interface JoinHubDeps {
  identity: NodeIdentity;
  journal: Journal;
  outbox: EventOutbox;
  clock: SystemClock;
  random: () => number;
  bell: Bell;
  logger: Logger;
  metrics: AgentMetrics;
  heartbeat: () => Heartbeat;
}

/** Enrols where that is due, then keeps the link; everything goes on without it when there is no hub. */
export function joinHub(
  options: JoinHubOptions,
  deps: JoinHubDeps,
  signal: AbortSignal,
): { link: HubLink | null; running: Promise<void> } {
  if (options.url === undefined) return { link: null, running: Promise.resolve() };
  const { identity, journal, outbox, clock, random, logger, metrics } = deps;
  const client = createHubClient({ url: options.url, audience: options.audience }, { identity, clock });
  const enrolment = createEnrolment(options, { client, identity, journal, clock, logger });
  const link = createHubLink({
    client,
    outbox,
    clock,
    random,
    heartbeat: deps.heartbeat,
    onHint: (hint) => {
      follow(hint, deps, signal);
    },
    onChange: (state) => {
      metrics.setHubUp(state.up);
      if (state.up) logger.info('hub reached');
      else logger.warn({ code: state.code, detail: state.message }, 'hub does not answer as it should');
    },
    onUnknown: (inner) => enrolment.again(inner),
  });
  const running = enrolment.first(signal).then(() => link.run(signal));
  return { link, running };
}

/** A hint makes the agent look sooner, or hold; what runs is decided by the chain alone. */
function follow(hint: Hint, { journal, clock, random, bell, logger }: JoinHubDeps, signal: AbortSignal): void {
  const holds = holdsAfter(journal.memory, hint, clock.now());
  if (holds) {
    journal.write((memory) => ({ ...memory, hubHolds: holds }));
    logger.info({ reason: hint.hold?.reason ?? null }, 'hold by the hub changed');
    bell.ring();
  }
  if (hint.seq <= journal.memory.node.seq) return;
  void clock.sleep(random() * hint.spreadS * 1000, signal).then(() => {
    bell.ring();
  });
}

import { type Actor, type Hex32, type Intent, type Ms, type Tier } from '@noderr/protocol';
import { HubError } from '../problem/hub-error.ts';
import { type ActionDeps } from './action-deps.ts';
import { createCourier } from './courier.ts';
import { createIntentDesk, type IntentDesk } from './intent-desk.ts';
import { intentEffect } from './intent-effect.ts';
import { hasFailed, type IntentRecord, isUnderWay } from './intent-record.ts';
import { intentView } from './intent-view.ts';
import { type MachineActions } from './machine.ts';
import { createMachineDesk } from './machine-desk.ts';

/** An ended action stays on its tier's card for this; milliseconds. */
const SHOWN_AFTER_END_MS = 60_000;
/** One whose nodes take long is shown for this; milliseconds. */
const SHOWN_WHILE_SETTLING_MS = 10 * 60_000;

type Answer<F extends (...args: never[]) => Promise<string>> = (...args: Parameters<F>) => Promise<Intent>;

export interface Actions extends MachineActions {
  prepare: Answer<IntentDesk['prepare']>;
  confirm: Answer<IntentDesk['confirm']>;
  /** @throws HubError `intent/unknown` */
  get(id: string): Promise<Intent>;
  /** The action of a tier that is under way or has ended a moment ago, with who asked for it. */
  shown(tier: Tier): Promise<Intent | null>;
  /** Why nodes of a tier should hold still although the chain does not say so yet; null = no reason. */
  pendingHold(tier: Tier): string | null;
  actors(): Promise<Map<Hex32, Actor>>;
  /** Sends what waits, follows what was sent; before it the hub knows of no pending hold. */
  round(): Promise<void>;
}

export function createActions(deps: ActionDeps): Actions {
  const { store, clock } = deps;
  const desk = createIntentDesk(deps);
  const machine = createMachineDesk(deps);
  const courier = createCourier(deps);
  let holds = new Map<Tier, string>();

  async function view(own: IntentRecord): Promise<Intent> {
    const leader = own.joinedTo === null ? own : ((await store.find(own.joinedTo)) ?? own);
    const effect = leader.status === 'final' ? intentEffect(leader, await deps.picture(leader.tier)) : null;
    return intentView(own, leader, effect);
  }

  async function get(id: string): Promise<Intent> {
    const record = await store.find(id);
    if (!record) throw new HubError('intent/unknown', 'there is no such intent');
    return view(record);
  }

  async function refreshHolds(): Promise<void> {
    const next = new Map<Tier, string>();
    for (const { kind, tier, actor } of await store.underWay(null)) {
      if (kind === 'pause' || kind === 'rollback') next.set(tier, `${kind} asked for by ${actor.name || actor.kind}`);
    }
    holds = next;
  }

  return {
    async prepare(request, user) {
      const id = await desk.prepare(request, user);
      await refreshHolds();
      return get(id);
    },
    async confirm(id, request, user) {
      await desk.confirm(id, request, user);
      await refreshHolds();
      return get(id);
    },
    async act(request) {
      const id = await machine(request);
      if (id === null) return null;
      await refreshHolds();
      return get(id);
    },
    get,
    async shown(tier) {
      const record = await store.newest(tier);
      return record && isShown(record, clock.now()) ? view(record) : null;
    },
    pendingHold: (tier) => holds.get(tier) ?? null,
    actors: () => store.actors(),
    async round() {
      await courier.round();
      await refreshHolds();
    },
  };
}

function isShown(record: IntentRecord, now: Ms): boolean {
  const { times } = record;
  if (isUnderWay(record)) return true;
  if (hasFailed(record)) return now - (times.failed ?? 0) <= SHOWN_AFTER_END_MS;
  if (times.done !== null) return now - times.done <= SHOWN_AFTER_END_MS;
  return now - (times.final ?? 0) <= SHOWN_WHILE_SETTLING_MS;
}

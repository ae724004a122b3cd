import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventDelivery, RECEIPT_TYP, type UpdateEvent } from '@noderr/protocol';
import { type DiskReserve } from '../durable/disk-reserve.ts';
import { writeDurably } from '../durable/write-durably.ts';
import { compactJws } from '../identity/compact-jws.ts';
import { type NodeIdentity } from '../identity/node-identity.ts';

/**
 * Events on their way to the hub, each a file until the hub has stored it. Adding an event again does nothing, so that
 * a crash between a state's write and this one loses and doubles nothing.
 */
export interface EventOutbox {
  /** Durable on return; outcomes are signed as receipts. */
  add(events: readonly UpdateEvent[]): void;
  /** The oldest first. */
  pending(limit: number): EventDelivery[];
  /** Forgets what the hub has stored. */
  acknowledge(ids: readonly string[]): void;
  readonly size: number;
}

/** Oldest events beyond this many are given up, outcomes last. */
const MAX_EVENTS = 5000;

export function openEventOutbox(
  folder: string,
  identity: NodeIdentity,
  reserve: Pick<DiskReserve, 'spend'>,
): EventOutbox {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();

  function add(event: UpdateEvent): void {
    const name = fileNameOf(event);
    if (names.includes(name)) return;
    const delivery: EventDelivery =
      event.kind === 'outcome'
        ? { kind: 'outcome', event, receipt: compactJws(identity, RECEIPT_TYP, event) }
        : { kind: 'state', event };
    reserve.spend(() => {
      writeDurably(join(folder, name), JSON.stringify(delivery));
    });
    names.push(name);
    names.sort();
    while (names.length > MAX_EVENTS)
      remove(names.find((candidate) => candidate.includes('-state-')) ?? names[0] ?? '');
  }

  function remove(name: string): void {
    const at = names.indexOf(name);
    if (at === -1) return;
    rmSync(join(folder, name), { force: true });
    names.splice(at, 1);
  }

  return {
    add: (events) => {
      for (const event of events) add(event);
    },
    pending: (limit) =>
      names.slice(0, limit).map((name) => EventDelivery.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))),
    acknowledge(ids) {
      const done = new Set(ids.map((id) => id.split('/').slice(1).join('-')));
      for (const name of [...names]) if (done.has(attemptAndNumber(name))) remove(name);
    },
    get size() {
      return names.length;
    },
  };
}

/** `<at>-<kind>-<attempt>-<n>.json`: sorts by time, and by number within an attempt. */
function fileNameOf(event: UpdateEvent): string {
  const at = String(event.at).padStart(15, '0');
  return `${at}-${String(event.n).padStart(5, '0')}-${event.kind}-${event.attemptId}-${event.n}.json`;
}

function attemptAndNumber(name: string): string {
  return name.replace(/^\d+-\d+-(state|outcome)-/, '').replace(/\.json$/, '');
}

import { AttemptId, eventId, Ms, StateEvent, type UpdateEvent } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { SAMPLE_NODE } from '../testing/sample-chain.ts';
import { openJournal } from './journal.ts';
import { type Memory, newMemory } from './memory.ts';
import { type StateFile } from './state-file.ts';

const attemptId = AttemptId.parse('00000000-0000-4000-8000-000000000001');

function event(n: number): StateEvent {
  const at = { at: n, tier: 'ORACLE', seq: 1, rolloutId: 1, from: 0, to: 1 };
  const id = eventId(SAMPLE_NODE, attemptId, n);
  return StateEvent.parse({ ...at, id, nodeId: SAMPLE_NODE, attemptId, n, kind: 'state', state: 'idle', detail: '' });
}

class FakeDisk {
  full = false;
  readonly memories: Memory[] = [];
  readonly events: UpdateEvent[] = [];
  readonly file: StateFile = {
    read: () => this.memories.at(-1) ?? null,
    write: (memory) => this.memories.push(memory),
  };
  readonly sink = {
    add: (events: readonly UpdateEvent[]): void => {
      if (this.full) throw new Error('ENOSPC');
      this.events.push(...events);
    },
  };
}

const fresh = newMemory(SAMPLE_NODE, 'boot', Ms.parse(1), 'new');
const telling =
  (n: number) =>
  (memory: Memory): Memory => ({ ...memory, outgoing: [...memory.outgoing, event(n)] });

describe('the journal', () => {
  it('hands over the events of a write once it is durable, each once', () => {
    const disk = new FakeDisk();
    const journal = openJournal(fresh, { file: disk.file, events: disk.sink });
    journal.write(telling(0));
    journal.write((memory) => memory);
    journal.write(telling(1));
    expect(disk.events).toEqual([event(0), event(1)]);
    expect(disk.memories.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('keeps what could not be handed over, and hands it over with the next write', () => {
    const disk = new FakeDisk();
    const told: UpdateEvent[][] = [];
    const onWrite = ({ outgoing }: Memory): unknown => told.push(outgoing);
    const journal = openJournal(fresh, { file: disk.file, events: disk.sink, onWrite });
    disk.full = true;
    expect(() => journal.write(telling(0))).toThrow('ENOSPC');
    expect(() => journal.write(telling(1))).toThrow('ENOSPC');
    expect(disk.memories.at(-1)?.outgoing).toEqual([event(0), event(1)]);
    disk.full = false;
    journal.write(telling(2));
    expect(disk.events).toEqual([event(0), event(1), event(2)]);
    expect(told).toEqual([disk.events]);
  });

  it('hands over at the start what a crash held back', () => {
    const disk = new FakeDisk();
    openJournal({ ...fresh, outgoing: [event(0)] }, { file: disk.file, events: disk.sink });
    expect(disk.events).toEqual([event(0)]);
  });
});

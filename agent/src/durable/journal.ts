import { type UpdateEvent } from '@noderr/protocol';
import { type Memory } from './memory.ts';
import { type StateFile } from './state-file.ts';

/** Where events go once the write that made them is durable; adding one twice does nothing. */
export interface EventSink {
  add(events: readonly UpdateEvent[]): void;
}

/** The agent's memory; every change of it is durable before anything is done that follows from it. */
export interface Journal {
  readonly memory: Memory;
  /** Writes what `change` makes of the memory; nothing else may have written in between. */
  write(change: (memory: Memory) => Memory): Memory;
}

export interface JournalDeps {
  file: StateFile;
  events: EventSink;
  onWrite?: (memory: Memory, before: Memory) => void;
}

/** Opens the journal on what was read or newly made; events that a crash held back go out again. */
export function openJournal(initial: Memory, { file, events, onWrite }: JournalDeps): Journal {
  let memory = initial;
  // What the sink could not take, as on a full disk; it goes out with the next write.
  let heldBack = initial.outgoing;
  handOver();

  function handOver(): void {
    if (heldBack.length > 0) events.add(heldBack);
    heldBack = [];
  }

  return {
    get memory() {
      return memory;
    },
    write(change) {
      const before = memory;
      const changed = change({ ...before, outgoing: [] });
      const next = { ...changed, outgoing: [...heldBack, ...changed.outgoing], revision: before.revision + 1 };
      file.write(next);
      memory = next;
      heldBack = next.outgoing;
      handOver();
      onWrite?.(next, before);
      return next;
    },
  };
}

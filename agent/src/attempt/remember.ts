import { type FailureCode, type Ms } from '@noderr/protocol';
import { type DescentMemory, type Memory } from '../durable/memory.ts';
import { type AttemptRecord } from './attempt-record.ts';

/** Not the release's and not the node's doing: the next tick decides anew, without a backoff. */
const FORGOTTEN: ReadonlySet<FailureCode> = new Set(['superseded', 'held']);

/** What an ended attempt leaves in the failure memory; `code` null = it succeeded. */
export function remembered(memory: Memory, attempt: AttemptRecord, code: FailureCode | null, at: Ms): Memory {
  if (code === null) return forgotten(memory, attempt);
  if (FORGOTTEN.has(code)) return memory;
  if (attempt.direction === 'down') return { ...memory, descent: nextDescent(memory.descent, attempt, code, at) };
  const before = memory.node.failed[attempt.to];
  const entry = { code, attempts: (before?.attempts ?? 0) + 1, at };
  return { ...memory, node: { ...memory.node, failed: { ...memory.node.failed, [attempt.to]: entry } } };
}

function forgotten(memory: Memory, attempt: AttemptRecord): Memory {
  const ahead = Object.entries(memory.node.failed).filter(([id]) => Number(id) > attempt.to);
  return { ...memory, descent: null, node: { ...memory.node, failed: Object.fromEntries(ahead) } };
}

function nextDescent(
  before: DescentMemory | null,
  { rolloutId }: AttemptRecord,
  code: FailureCode,
  at: Ms,
): DescentMemory {
  const attempts = before?.rolloutId === rolloutId ? before.attempts + 1 : 1;
  return { rolloutId, code, attempts, at };
}

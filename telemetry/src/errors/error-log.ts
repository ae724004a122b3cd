import { Counter, type Registry } from '@prometheus-io/client';
import { BoundedSet, OTHER } from '../metrics/bounded-set.ts';
import { redactText } from '../redaction/redact-text.ts';
import { fingerprint } from './fingerprint.ts';

const MAX_CLASSES = 16;
const CLASS_NAME = /^[A-Za-z_$][\w.$]{0,63}$/;
const MAX_MESSAGE = 1024;
const MAX_STACK = 8192;
/** Causes below an error whose stacks are kept. */
const MAX_CAUSES = 3;

/** One fault, however often it came; message and stack are of its last occurrence, redacted. */
export interface ErrorRecord {
  /** Equal for the same fault, also in another build. */
  fingerprint: string;
  /** The error's name, as in `noderr_errors_total{class}`. */
  class: string;
  message: string;
  /** The stack, and those of up to three causes. */
  stack: string;
  count: number;
  /** Milliseconds since the epoch. */
  firstAt: number;
  lastAt: number;
}

/** Counts errors per class and keeps the last distinct ones in memory. */
export class ErrorLog {
  readonly #counter: Counter<'class'>;
  readonly #classes = new BoundedSet(MAX_CLASSES);
  /** The one that was seen longest ago is first. */
  readonly #records = new Map<string, ErrorRecord>();
  readonly #kept: number;
  readonly #now: () => number;

  /** `kept`: distinct faults kept in memory. `now`: milliseconds since the epoch. */
  constructor(registry: Registry, kept: number, now: () => number) {
    this.#kept = kept;
    this.#now = now;
    this.#counter = new Counter({
      name: 'noderr_errors_total',
      help: 'Errors that the service captured, by class.',
      labelNames: ['class'],
      registers: [registry],
    });
  }

  /** Takes in whatever was thrown and returns its fingerprint; never throws. */
  capture(thrown: unknown): string {
    const { name, message, stack } = described(thrown);
    const errorClass = CLASS_NAME.test(name) ? this.#classes.fold(name) : OTHER;
    this.#counter.inc({ class: errorClass });
    const id = fingerprint(name, stack.replace(message, ''));
    const at = this.#now();
    const before = this.#records.get(id);
    this.#records.delete(id);
    this.#records.set(id, {
      fingerprint: id,
      class: errorClass,
      message: redactText(message).slice(0, MAX_MESSAGE),
      stack: redactText(withCauses(thrown, stack)).slice(0, MAX_STACK),
      count: (before?.count ?? 0) + 1,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
    });
    for (const oldest of this.#records.keys()) {
      if (this.#records.size <= this.#kept) break;
      this.#records.delete(oldest);
    }
    return id;
  }

  /** The last distinct faults, the newest first. */
  recent(): ErrorRecord[] {
    return [...this.#records.values()].reverse();
  }
}

interface Described {
  name: string;
  message: string;
  stack: string;
}

/** Errors are the service's objects: their getters may throw, and anything at all may be thrown. */
function described(thrown: unknown): Described {
  try {
    if (thrown instanceof Error) {
      const { name, message, stack = '' }: { name: unknown; message: unknown; stack?: unknown } = thrown;
      return { name: String(name), message: String(message), stack: String(stack) };
    }
    return { name: 'NonError', message: String(thrown), stack: '' };
  } catch {
    return { name: 'Unreadable', message: '', stack: '' };
  }
}

function withCauses(thrown: unknown, stack: string): string {
  const parts = [stack];
  let present = thrown;
  for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
    present = causeOf(present);
    if (present === undefined) break;
    const { name, message, stack: below } = described(present);
    parts.push(`caused by: ${below || `${name}: ${message}`}`);
  }
  return parts.join('\n');
}

/** Fails open: an error whose cause cannot be read has none. */
function causeOf(thrown: unknown): unknown {
  try {
    return thrown instanceof Error ? thrown.cause : undefined;
  } catch {
    return undefined;
  }
}

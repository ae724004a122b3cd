import { type DemoFault } from './behaviour.ts';

/** How a demo node serves just now; `POST /mood?errorRatio=0.5` changes it. */
export interface Mood {
  /** What /health says, as 1 or 0. */
  healthy: number;
  /** Share of the orders that are answered with 500. */
  errorRatio: number;
  /** Share of the orders that the venue refuses. */
  rejectRatio: number;
  /** Before an order is answered; milliseconds. */
  delayMs: number;
}

const GREATEST: Readonly<Mood> = { healthy: 1, errorRatio: 1, rejectRatio: 1, delayMs: 60_000 };
const GOOD: Readonly<Mood> = { healthy: 1, errorRatio: 0, rejectRatio: 0.02, delayMs: 0 };

/** The mood that a release begins in. */
export function moodOf(fault: DemoFault): Mood {
  switch (fault) {
    case 'unhealthy':
    case 'corrupt-data':
      return { ...GOOD, healthy: 0 };
    case 'errs':
      return { ...GOOD, errorRatio: 0.34 };
    case 'slow':
      return { ...GOOD, delayMs: 2_000 };
    default:
      return { ...GOOD };
  }
}

/** The mood with what a query asks for; null where it asks for what there is not. */
export function moodAfter(mood: Mood, query: URLSearchParams): Mood | null {
  const next = { ...mood };
  for (const [name, text] of query) {
    const value = Number(text);
    if (!isWord(name) || text === '' || !(value >= 0 && value <= GREATEST[name])) return null;
    next[name] = value;
  }
  return next;
}

function isWord(name: string): name is keyof Mood {
  return Object.hasOwn(GREATEST, name);
}

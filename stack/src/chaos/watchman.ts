import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../process/process-identity.ts';
import { type Stack } from '../stack.ts';
import { type Daemon } from './daemon.ts';
import { glimpse } from './glimpse.ts';
import { type Sight } from './sight.ts';
import { type Violation } from './violation.ts';
import { createWatch } from './watch.ts';

const POLL_MS = 100;

export interface WatchmanDeps {
  stack: Pick<Stack, 'fleet' | 'agents'>;
  daemon: Daemon | null;
  sight: Sight;
  /** Milliseconds that a node may run nothing while its agent and its daemon are there. */
  downBoundMs: number;
  onViolation: (violation: Violation) => void;
}

/** Somebody who looks at all nodes every 100 ms, past agents, hub and runtime. */
export interface Watchman {
  readonly looks: number;
  /** Milliseconds between two looks when the machine was busiest. */
  readonly longestGapMs: number;
  /** Attempt ids by node name, as the agents' state files showed them. */
  readonly attempts: ReadonlyMap<string, ReadonlySet<string>>;
  stop(): Promise<void>;
}

export function startWatchman({ stack, daemon, sight, downBoundMs, onViolation }: WatchmanDeps): Watchman {
  const watch = createWatch(stack.fleet, downBoundMs);
  const attempts = new Map<string, Set<string>>(stack.fleet.map(({ name }) => [name, new Set<string>()]));
  const over = new AbortController();
  let looks = 0;
  let longestGapMs = 0;

  function ableNodes(): ReadonlySet<string> {
    if (daemon && !daemon.up) return new Set();
    const able = stack.fleet.filter(({ name }) => {
      const agent = stack.agents.get(name);
      return agent !== undefined && isAlive(agent.identity);
    });
    return new Set(able.map(({ nodeId }) => nodeId));
  }

  function look(): void {
    // Who is able is asked first and last: a node counts as able only where it was so all the while.
    const before = ableNodes();
    const running = sight.look();
    const after = ableNodes();
    const able = new Set([...before].filter((nodeId) => after.has(nodeId)));
    for (const violation of watch.observe({ at: Date.now(), running, ableNodes: able })) onViolation(violation);
    for (const { name, stateDir } of stack.fleet) {
      const attempt = glimpse(stateDir)?.state.attempt;
      if (attempt) attempts.get(name)?.add(attempt.id);
    }
  }

  async function run(): Promise<void> {
    for (let last = performance.now(); !over.signal.aborted; looks += 1) {
      const now = performance.now();
      longestGapMs = Math.max(longestGapMs, now - last);
      last = now;
      look();
      await delay(Math.max(0, now + POLL_MS - performance.now()), undefined, { signal: over.signal }).catch(() => null);
    }
  }

  const running = run();
  return {
    get looks() {
      return looks;
    },
    get longestGapMs() {
      return Math.round(longestGapMs);
    },
    attempts,
    async stop() {
      over.abort();
      await running;
    },
  };
}

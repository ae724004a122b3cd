import { openMachine } from '../scenarios/machine.ts';
import { establish } from '../scenarios/story.ts';
import { type Stack } from '../stack.ts';
import { countOutcomes } from './attempt-audit.ts';
import { type PlannedBlow, planChaos, type Wave } from './chaos-plan.ts';
import { type Daemon } from './daemon.ts';
import { createDockerSight } from './docker-sight.ts';
import { announce } from './fleet-change.ts';
import { createProcessSight } from './process-sight.ts';
import { awaitRest } from './rest.ts';
import { seededRandom } from './seeded-random.ts';
import { strikeAll, type StrikeDeps, type Struck } from './strike.ts';
import { ToldAttempts } from './told-attempts.ts';
import { type Violation, violationText } from './violation.ts';
import { startWatchman, type Watchman } from './watchman.ts';

/** Rollback timeout, stop timeout and the start of an agent on a busy machine, together. */
const DOWN_BOUND_MS = 60_000;
const REST_WITHIN_MS = 180_000;

export interface ChaosOptions {
  stack: Stack;
  /** Null where nodes run as processes. */
  daemon: Daemon | null;
  env: NodeJS.ProcessEnv;
  kills: number;
  seed: number;
  /** Its abort rejects the run. */
  signal: AbortSignal;
  say: (line: string) => void;
}

export interface ChaosReport {
  violations: Violation[];
  /** A line about what was done, for the reader. */
  summary: string;
}

/** Updates a fleet again and again while its agents and its daemon are killed, and judges what became of it. */
export async function runChaos({ stack, daemon, env, kills, seed, signal, say }: ChaosOptions): Promise<ChaosReport> {
  const plan = planChaos(seededRandom(seed), { kills, nodes: stack.fleet.length, runtime: stack.runtime });
  const machine = await openMachine(stack, env);
  const { first } = await establish({ stack, machine, say });
  const sight = daemon ? createDockerSight(daemon.dataRoot) : createProcessSight(stack.run.folder('machine'));
  const violations: Violation[] = [];
  const accuse = (violation: Violation): void => {
    violations.push(violation);
    say(violationText(violation));
  };
  const told = new ToldAttempts();
  const struck: Struck[] = [];
  const watchman = startWatchman({ stack, daemon, sight, downBoundMs: DOWN_BOUND_MS, onViolation: accuse });
  try {
    for (const [index, wave] of plan.entries()) {
      const began = performance.now();
      const version = `1.${index + 1}.0`;
      const announced = announce(stack, { change: wave.change, version, promote: index === 0, first: first.id });
      const fell = await strikeDuring(announced, wave.blows, { stack, daemon, signal });
      struck.push(...fell);
      for (const lost of await awaitRest(stack.fleet, REST_WITHIN_MS, { stack, machine, sight })) accuse(lost);
      await told.ask(stack);
      const seconds = Math.round((performance.now() - began) / 1000);
      say(`${index + 1}/${plan.length} ${waveText(wave, version)}: ${blowsText(fell)}; at rest after ${seconds} s`);
      say(`      ${struck.length} of ${kills} kills, ${violations.length} violations`);
      if (violations.some(({ kind }) => kind === 'lost-container')) break;
    }
  } finally {
    await watchman.stop();
  }
  for (const fault of told.audit(watchman.attempts)) accuse(fault);
  return { violations, summary: summaryOf(struck, told, watchman) };
}

/** When the announcement fails, the blows end with it: no agent is started behind a stack that closes. */
async function strikeDuring(
  announced: Promise<void>,
  blows: readonly PlannedBlow[],
  deps: Omit<StrikeDeps, 'announced'>,
): Promise<Struck[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([deps.signal, failed.signal]);
  const striking = strikeAll(blows, { ...deps, announced, signal });
  try {
    const [struck] = await Promise.all([striking, announced]);
    return struck;
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled([striking]);
    throw error;
  }
}

function waveText({ change }: Wave, version: string): string {
  if (change.kind === 'rollback') return 'rollback to the first release';
  const { fault, data } = change;
  return `release ${version} (${[fault === 'none' ? 'good' : fault, ...(data === 'restore' ? ['restore'] : [])].join(', ')})`;
}

function blowsText(struck: readonly Struck[]): string {
  return struck.map(({ kind, state }) => `${kind} in ${state}`).join(', ');
}

function summaryOf(struck: readonly Struck[], told: ToldAttempts, watchman: Watchman): string {
  const agents = struck.filter(({ kind }) => kind === 'agent').length;
  const within = struck.filter(({ state }) => state !== 'idle' && state !== 'none').length;
  const outcomes = Object.entries(countOutcomes(told.all)).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `${struck.length} kills: ${agents} agents, ${struck.length - agents} restarts of dockerd; ${within} in the middle of an attempt`,
    `${told.all.length} attempts: ${outcomes.join(', ')}`,
    `${watchman.looks} looks, the longest gap between two ${watchman.longestGapMs} ms`,
  ].join('\n');
}

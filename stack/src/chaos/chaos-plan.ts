import { type DemoFault } from '../demo-node/behaviour.ts';
import { type DemoPublication } from '../demo-release.ts';
import { type RuntimeKind } from '../fleet/runtime-kind.ts';
import { type Random, weighted, wholeBelow } from './seeded-random.ts';

/** When a blow falls: in this state of a node's attempt, or at any time; in the order in which an attempt passes them. */
export const MOMENTS = [
  'any',
  'verifying',
  'downloading',
  'backing-up',
  'swapping',
  'validating',
  'rolling-back',
] as const;
export type Moment = (typeof MOMENTS)[number];

interface Blow {
  /** Index of the node whose state is waited for. */
  node: number;
  moment: Moment;
  /** Milliseconds from when the state is seen to the blow. */
  delayMs: number;
  /** Milliseconds until what was killed is started again. */
  downMs: number;
}

export type AgentKill = Blow & { kind: 'agent' };
export type DaemonRestart = Blow & { kind: 'dockerd'; signal: 'SIGKILL' | 'SIGTERM' };
export type PlannedBlow = AgentKill | DaemonRestart;

export type FleetChange =
  | { kind: 'publish'; fault: DemoFault; data: DemoPublication['data'] }
  | { kind: 'rollback' /* to the first release */ };

/** One change that every node follows at once, and the blows that fall while it does. */
export interface Wave {
  change: FleetChange;
  blows: PlannedBlow[];
}

export interface PlanOptions {
  kills: number;
  nodes: number;
  runtime: RuntimeKind;
}

type Weights = readonly (readonly [Moment, number])[];

/** How likely each moment is: the windows in which a crash can do most come first. */
const MOMENT_WEIGHTS: Weights = [
  ['swapping', 30],
  ['rolling-back', 25],
  ['validating', 20],
  ['backing-up', 10],
  ['downloading', 5],
  ['verifying', 3],
  ['any', 7],
];

const FORWARD_WEIGHTS = MOMENT_WEIGHTS.filter(([moment]) => moment !== 'rolling-back');

/** About as long as each state lasts in the demo, in milliseconds, so that a blow falls anywhere within it. */
const LONGEST_DELAY_MS: Readonly<Record<Moment, number>> = {
  any: 8000,
  verifying: 300,
  downloading: 600,
  'backing-up': 800,
  swapping: 800,
  validating: 3000,
  'rolling-back': 1200,
};

const LONGEST_DOWN_MS = 3000;
const DAEMON_SHARE = 0.5;
/** How many nodes get a second blow, where one can fall into the same attempt. */
const SECOND_SHARE = 0.7;

/** Good releases, each way of failing, and rollbacks by an admin; data is only ever damaged where it is restored. */
const CHANGES: readonly (readonly [FleetChange, number])[] = [
  [{ kind: 'publish', fault: 'none', data: 'compatible' }, 30],
  [{ kind: 'publish', fault: 'none', data: 'restore' }, 10],
  [{ kind: 'publish', fault: 'unhealthy', data: 'compatible' }, 15],
  [{ kind: 'publish', fault: 'crash', data: 'compatible' }, 15],
  [{ kind: 'publish', fault: 'corrupt-data', data: 'restore' }, 15],
  [{ kind: 'rollback' }, 15],
];

/** All that a run decides: the same for the same seed and options, whatever the machine makes of it. */
export function planChaos(random: Random, { kills, nodes, runtime }: PlanOptions): Wave[] {
  const waves: Wave[] = [];
  for (let left = kills; left > 0;) {
    const change = nextChange(random, waves.at(-1)?.change ?? null);
    const blows = blowsOf(random, { change, nodes, runtime }).slice(0, left);
    waves.push({ change, blows });
    left -= blows.length;
  }
  return waves;
}

/** The first change is a good release, and nobody rolls back what was just rolled back. */
function nextChange(random: Random, before: FleetChange | null): FleetChange {
  if (before === null) return { kind: 'publish', fault: 'none', data: 'compatible' };
  const possible = CHANGES.filter(([change]) => change.kind === 'publish' || before.kind === 'publish');
  return weighted(random, possible);
}

interface BlowTerms {
  change: FleetChange;
  nodes: number;
  runtime: RuntimeKind;
}

function blowsOf(random: Random, { change, nodes, runtime }: BlowTerms): PlannedBlow[] {
  const first = leadsBack(change) ? MOMENT_WEIGHTS : FORWARD_WEIGHTS;
  const groups: PlannedBlow[][] = [];
  for (let node = 0; node < nodes; node += 1) {
    const kills: PlannedBlow[] = [{ kind: 'agent', ...blowOn(random, node, first) }];
    const next = nextMoments(kills[0]?.moment ?? 'any', change);
    if (next.length > 0 && random() < SECOND_SHARE) kills.push({ kind: 'agent', ...blowOn(random, node, next) });
    groups.push(kills);
  }
  if (runtime === 'docker' && random() < DAEMON_SHARE) {
    const signal = random() < 0.5 ? 'SIGKILL' : 'SIGTERM';
    groups.push([{ kind: 'dockerd', signal, ...blowOn(random, wholeBelow(random, nodes), first) }]);
  }
  // Which blows a short run leaves out must not always be those on the last node.
  return shuffled(random, groups).flat();
}

/** Whether an attempt for this change rolls back by itself. */
function leadsBack(change: FleetChange): boolean {
  return change.kind === 'publish' && change.fault !== 'none';
}

/** What an attempt that was interrupted once comes to next, without a new start of it. */
function nextMoments(moment: Moment, change: FleetChange): Weights {
  switch (moment) {
    case 'any':
    case 'verifying':
    case 'downloading':
      return [];
    case 'backing-up':
    case 'swapping':
    case 'rolling-back':
      return [['rolling-back', 1]];
    case 'validating':
      return leadsBack(change)
        ? [
            ['validating', 1],
            ['rolling-back', 2],
          ]
        : [['validating', 1]];
  }
}

function blowOn(random: Random, node: number, weights: Weights): Blow {
  const moment = weighted(random, weights);
  const delayMs = wholeBelow(random, LONGEST_DELAY_MS[moment]);
  return { node, moment, delayMs, downMs: wholeBelow(random, LONGEST_DOWN_MS) };
}

function shuffled<T>(random: Random, entries: readonly T[]): T[] {
  return entries
    .map((entry) => ({ entry, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

/** The blows of one kind in the order in which an attempt comes to their moments. */
export function inOrder<T extends Blow>(blows: readonly T[]): T[] {
  return [...blows].sort((a, b) => MOMENTS.indexOf(a.moment) - MOMENTS.indexOf(b.moment));
}

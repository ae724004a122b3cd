import { type ChangeKind } from '../charts/timeline/mark-groups.ts';

const plural = new Intl.PluralRules('en');
const nodes = (count: number): string => (plural.select(count) === 'one' ? 'node' : 'nodes');

/** Words of the rollback timeline. */
export const timelineStrings = {
  kinds: {
    publish: 'publish',
    open: 'cohort opens',
    pause: 'pause',
    resume: 'resume',
    rollback: 'rollback',
    guard: 'guard pauses',
    revoke: 'revoke',
  } satisfies Record<ChangeKind, string>,
  outcomes: {
    committed: 'runs it',
    'rolled-back': 'rolled back',
    failed: 'failed',
    aborted: 'gave up',
  },
  range: 'Range',
  ranges: { '24h': '24 h', '7d': '7 d', all: 'All' },
  tier: 'Tier',
  allTiers: 'All tiers',
  chartLabel: (tier: string, changes: number, outcomes: number) =>
    `${tier}: ${changes} changes and ${outcomes} node outcomes. Arrow keys move along the line.`,
  markLabel: (kind: string, when: string, text: string) => `${kind}, ${when}: ${text}`,
  groupLabel: (count: number, from: string, to: string) => `${count} changes, ${from} to ${to}`,
  binLabel: (when: string, good: number, bad: number, other: number) =>
    `${when}: ${good} ${nodes(good)} updated, ${bad} failed or rolled back${other > 0 ? `, ${other} gave up` : ''}`,
  span: (change: string, kind: string, from: string, to: string) => `${change}, ${kind}, ${from} to ${to}`,
  kindsOfSpan: { rollout: 'rollout', rollback: 'rollback' },
  running: 'now',
  legend: 'Legend',
  density: 'nodes that ended an attempt: well, or',
  densityBad: 'badly',
  clickHint: 'Choose a mark to read what happened, who did it and why.',
  nothingInRange: 'Nothing happened in this range.',
  showAll: 'Show everything',
  empty: 'Nothing has happened yet',
  emptyText: 'Publications, openings, pauses and rollbacks appear here as they become final on the chain.',
  openPage: 'Full page',
  copyLink: 'Copy link',
  linkHint: 'Copies a link to exactly this stretch of time',
  fixed: (from: string, to: string) => `${from} – ${to}`,
  includeOutcomes: 'Node outcomes too',
  more: (count: string) => `Show ${count} more`,
  columns: { when: 'When', tier: 'Tier', kind: 'What', text: 'In words', who: 'Who', transaction: 'Transaction' },
  transaction: 'transaction',
  closeDetail: 'Close the details',
  detailTitle: (count: number, tier: string) => (count === 1 ? tier : `${tier}: ${count} in one place`),
  andMore: (count: string) => `and ${count} more; the table lists them all`,
} as const;

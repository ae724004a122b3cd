const plural = new Intl.PluralRules('en');
const nodes = (count: number): string => `${count} ${plural.select(count) === 'one' ? 'node' : 'nodes'}`;

/** Words of the version distribution. */
export const versionsStrings = {
  label: (tier: string, parts: string) => `Versions of ${tier}: ${parts}`,
  title: (version: string, count: number, allowed: boolean) =>
    `${version}: ${nodes(count)}${allowed ? '' : ', not allowed by the plan'}`,
  stray: 'stray',
  noRelease: 'no chain release',
  subTitle: 'What the nodes run now, by tier. Solid: the plan allows it. Hatched: strays.',
  columns: {
    tier: 'Tier',
    version: 'Version',
    nodes: 'Nodes',
    share: 'Share',
    role: 'In the plan',
  },
  roles: {
    target: 'target',
    baseline: 'baseline',
    both: 'target and baseline',
    allowed: 'allowed',
    stray: 'stray: the plan does not allow it',
    none: 'runs something that the chain does not know',
  },
  total: (tier: string, count: number) => `${tier}, ${nodes(count)}`,
  allOnTarget: 'all on the target',
  onTarget: (count: string, of: string) => `${count} of ${of} on the target`,
  strays: (count: string) => `${count} stray`,
  tableTitle: 'In numbers',
  empty: 'No nodes yet',
  emptyText: 'Once nodes are enrolled, this page shows which versions they run.',
  emptyTier: (tier: string) => `No node follows ${tier} yet.`,
  tier: 'Tier',
  allTiers: 'All tiers',
} as const;

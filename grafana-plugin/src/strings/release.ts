import { type DirectiveAction, type Outcome } from '@noderr/protocol';

/** Words of the release page. */
export const releaseStrings = {
  title: (tier: string, version: string) => `${tier} ${version}`,
  unnamed: (tier: string, id: string) => `${tier}, release ${id}`,
  notFound: (tier: string, id: string) => `${tier} has no release ${id}`,
  badAddress: 'This address names no release.',
  release: (id: number) => `release ${id}`,

  facts: {
    status: 'State',
    id: 'Release',
    published: 'Published',
    publisher: 'Publisher',
    plan: 'Plan',
    data: 'Data',
    stone: 'Comes after',
    notes: 'Notes',
    content: 'Content hash',
  },
  past: 'Not the target now',
  revoked: 'Revoked',
  revokedMeaning: 'No node starts it anew; whoever runs it keeps running.',
  dataWords: {
    compatible: 'compatible: a rollback keeps the data',
    restore: 'a rollback restores the backup made before the update',
    irreversible: 'no way back after the commit',
  },
  stone: (id: string) => `release ${id}: nodes below it go there first`,
  noStone: 'any release',
  notesLink: 'Release notes',
  noNotes: 'none',
  contentHash: 'content hash',
  publisherId: 'address of the publisher',
  plan: (cohorts: number, canary: string, cohort: string, delay: string, gated: boolean) =>
    `${cohorts} cohorts: canary ${canary}, then ${cohort} every ${delay}, ${gated ? 'each opened by the gate' : 'by time alone'}`,

  sections: {
    course: 'Plan and what happened',
    failures: 'Why it failed',
    components: 'Components',
    signatures: 'Signatures',
    nodes: 'Who is where',
    events: 'On the chain',
  },

  course: {
    columns: {
      cohort: 'Cohort',
      share: 'Share',
      nodes: 'Nodes',
      planned: 'Planned',
      opened: 'Opened',
      progress: 'Progress',
      updated: 'Updated',
      failed: 'Failed',
      last: 'Last outcome',
    },
    notOpen: 'not yet',
    never: 'never',
    later: (span: string) => `${span} later than planned`,
    onTime: 'as planned',
    plannedHint: 'The earliest time: start and delay of the plan, without pauses and without waiting for evidence.',
    showNodes: (cohort: string) => `Show the nodes of ${cohort}`,
    rolledBackTo: 'This release became a target by a rollback: it has no cohorts, every node went at once.',
    progressLabel: (cohort: string, done: string) => `${cohort}: ${done}`,
  },

  failures: {
    count: (nodes: string, count: number) => `${nodes} ${count === 1 ? 'node' : 'nodes'}`,
    release: 'fault of the release',
    releaseMeaning: 'Counts for the guard; these nodes do not try this release again until their operator says so.',
    environment: 'fault of the surroundings',
    environmentMeaning: 'Does not count for the guard; these nodes try again by themselves.',
    all: (count: string) => `all ${count} in the list`,
  },

  components: {
    columns: { service: 'Service', repository: 'Repository', digest: 'Digest' },
    reference: 'repository and digest',
    copy: 'Copy',
  },

  signatures: {
    how: 'Each node checks the signatures itself before it downloads anything: for every component, as many of the keys that its operator pinned as its own settings ask for must have signed this digest for this tier, version, service, chain and contract. The hub is not asked.',
    accepted: (nodes: string, count: number) =>
      `${nodes} ${count === 1 ? 'node' : 'nodes'} checked the signatures and went on`,
    refused: (nodes: string, count: number) => `${nodes} ${count === 1 ? 'node' : 'nodes'} refused them`,
    none: 'No node has checked them yet.',
    trust: (version: number) => `Trust list version ${version} stands on the chain`,
    trustDigest: 'digest of the trust list',
  },

  nodes: {
    search: 'Search by name or id',
    places: 'Where',
    cohorts: 'Cohort',
    code: 'Failure',
    columns: { name: 'Node', cohort: 'Cohort', place: 'Where', runs: 'Runs', outcome: 'Outcome', when: 'When' },
    count: (shown: string, all: string) => (shown === all ? `${all} nodes` : `${shown} of ${all} nodes`),
    nothing: 'No node matches.',
    none: 'No node is expected to follow this tier yet.',
    clear: 'Clear filters',
    noChain: 'no chain release',
  },
  outcomes: {
    committed: 'committed',
    'rolled-back': 'rolled back',
    failed: 'failed before the swap',
    aborted: 'given up',
  } satisfies Record<Outcome, string>,

  events: {
    columns: {
      when: 'When',
      what: 'What',
      who: 'Who',
      why: 'Why',
      seq: 'Seq',
      block: 'Block',
      transaction: 'Transaction',
    },
    none: 'Nothing has happened to it since it was published.',
    transaction: 'transaction',
    actor: 'address',
  },
  actions: {
    publish: () => 'published',
    pause: () => 'paused',
    resume: () => 'resumed',
    open: (subject: number) => `cohort ${subject} opened`,
    rollback: () => 'rolled back to it',
    revoke: () => 'revoked',
    'raise-floor': (subject: number) => `floor raised to release ${subject}`,
    'set-trust': () => 'trust list set',
  } satisfies Record<DirectiveAction, (subject: number) => string>,
} as const;

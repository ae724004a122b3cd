const ACTIONS: Readonly<Record<string, string>> = {
  'intent.prepared': 'action prepared',
  'intent.confirmed': 'action confirmed',
  'intent.joined': 'joined the same action under way',
  'intent.sent': 'transaction sent',
  'intent.final': 'transaction final',
  'intent.refused': 'action refused',
  'intent.expired': 'action expired',
  'intent.reverted': 'transaction reverted',
  'intent.superseded': 'action superseded',
  'guard.armed': 'guard armed',
  'alerts.received': 'alerts received',
  'node.enrolled': 'node enrolled',
  'node.suspended': 'node suspended',
  'node.resumed': 'node resumed',
  'node.forgotten': 'node forgotten',
  'token.created-join': 'join token created',
  'token.created-read': 'read token created',
  'token.revoked': 'token revoked',
};

/** Every action that this version of the hub records. */
export const AUDIT_ACTIONS: readonly string[] = Object.keys(ACTIONS);

/** Words of the audit page. */
export const auditStrings = {
  /** A known action in words; what a newer hub adds shows by its own name. */
  action: (action: string): string => ACTIONS[action] ?? action,
  subTitle:
    'Who did what, why, and by which transaction. Entries are chained by their hashes: none can be changed unseen.',
  filters: { tier: 'Tier', action: 'What', anyAction: 'Anything', allTiers: 'All tiers' },
  columns: {
    n: 'No.',
    when: 'When',
    who: 'Who',
    what: 'What',
    tier: 'Tier',
    subject: 'On what',
    why: 'Why',
    seq: 'Seq',
    transaction: 'Transaction',
  },
  seq: (before: string, after: string) => `${before} → ${after}`,
  noSeq: '—',
  verified: (length: string) => `${length} entries, every hash verified`,
  verifiedMeaning:
    'The hub has recomputed the hash of each entry over its fields and the hash before it. Check it yourself with the export.',
  broken: (n: number) => `The audit log was changed: entry ${n} does not fit its hash`,
  brokenUnknown: 'The audit log was changed: its hash chain does not hold',
  brokenMeans:
    'Somebody or something wrote to the database beside the hub. Keep an export, compare it with an older one, and trust nothing from this entry on.',
  export: 'Export as JSON lines',
  exporting: 'Exporting…',
  exportFailed: 'The export failed',
  fileName: (day: string) => `noderr-audit-${day}.jsonl`,
  older: 'Older',
  newest: 'Newest',
  empty: 'Nothing has been recorded yet',
  emptyText: 'Enrolments, tokens, actions and their transactions appear here.',
  nothing: 'No entry matches.',
  nothingOlder: 'There is nothing older.',
  clear: 'Clear filters',
  details: (n: number) => `Details of entry ${n}`,
  detail: { at: 'At', subject: 'On what', intent: 'Action id', hash: 'Hash', previous: 'Hash before' },
  transaction: 'transaction',
  range: (from: string, to: string) => `${from}–${to}`,
} as const;

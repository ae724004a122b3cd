import { describe, expect, it } from 'vitest';
import { AUDIT_PAGE_SIZE, auditQuery, formatAuditFilter, parseAuditFilter } from './audit-filter.ts';

describe('the filter of the audit log', () => {
  it('comes from the address and goes back into it', () => {
    const filter = parseAuditFilter(new URLSearchParams('tier=ORACLE&action=guard.armed&before=120'));
    expect(filter).toEqual({ tier: 'ORACLE', action: 'guard.armed', before: 120 });
    expect(formatAuditFilter(filter)).toEqual({ tier: 'ORACLE', action: 'guard.armed', before: '120' });
  });

  it.each(['tier=x', 'action=<x>', 'before=0', 'before=-1', 'before=1e3', ''])(
    'ignores what it does not know: %s',
    (text) => {
      expect(parseAuditFilter(new URLSearchParams(text))).toEqual({ tier: null, action: null, before: null });
    },
  );

  it('asks the hub for no more than it needs', () => {
    expect(auditQuery({ tier: null, action: null, before: null })).toEqual({ limit: AUDIT_PAGE_SIZE });
    expect(auditQuery({ tier: 'ALL', action: 'intent.sent', before: 9 })).toEqual({
      limit: AUDIT_PAGE_SIZE,
      tier: 'ALL',
      action: 'intent.sent',
      before: 9,
    });
  });
});

import { createHash } from 'node:crypto';
import { type AuditEntry, type Hex32 } from '@noderr/protocol';

/** `previous` of the first entry. */
export const GENESIS = `0x${'0'.repeat(64)}` as Hex32;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON with the keys of every object in code-unit order and no white space: one text for one value. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** sha256 over the canonical JSON of all fields but `hash`. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): Hex32 {
  const { n, at, actor, action, tier, subject, reason, intentId, transaction, seqBefore, seqAfter, previous } = entry;
  const fields = {
    n,
    at,
    actor: { kind: actor.kind, name: actor.name },
    action,
    tier,
    subject,
    reason,
    intentId,
    transaction,
    seqBefore,
    seqAfter,
    previous,
  };
  return `0x${createHash('sha256').update(canonicalJson(fields)).digest('hex')}` as Hex32;
}

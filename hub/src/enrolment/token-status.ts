import { type JoinTokenRow, type Ms } from '@noderr/protocol';
import { type TokenTable } from './tables.ts';

/** What became of a token; one that was used stays used, whatever came later. */
export function tokenStatus(
  token: Pick<TokenTable, 'used_at' | 'revoked_at' | 'expires_at'>,
  now: Ms,
): JoinTokenRow['status'] {
  if (token.used_at !== null) return 'used';
  if (token.revoked_at !== null) return 'revoked';
  return token.expires_at <= now ? 'expired' : 'open';
}

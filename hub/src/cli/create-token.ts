import { type NodeTier } from '@noderr/protocol';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.ts';
import { type DatabasePlace } from '../database/database-place.ts';
import { createTokens } from '../enrolment/tokens.ts';
import { cliActor } from './cli-actor.ts';
import { withDatabase } from './open-for-cli.ts';

export type TokenRequest = { kind: 'join'; tier: NodeTier; ttlMinutes: number } | { kind: 'read'; ttlDays: number };

export interface PrintedToken {
  kind: TokenRequest['kind'];
  id: string;
  tier: NodeTier | null;
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Makes a token in the database; the answer is the only place where it can be read. */
export function createTokenIn(place: DatabasePlace, request: TokenRequest): Promise<PrintedToken> {
  return withDatabase(place, async (db, audit) => {
    const tokens = createTokens(db, { audit, clock: systemClock });
    const id = randomUUID();
    if (request.kind === 'join') {
      const { tier, ttlMinutes } = request;
      const { row, token } = await tokens.createJoin({ id, tier, ttlMinutes }, cliActor());
      return { kind: 'join', id, tier, token, expiresAt: new Date(row.expiresAt).toISOString() };
    }
    const { token, expiresAt } = await tokens.createRead({ id, ttlDays: request.ttlDays }, cliActor());
    return { kind: 'read', id, tier: null, token, expiresAt: new Date(expiresAt).toISOString() };
  });
}

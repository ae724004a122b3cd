import { type AuditPage, type Ms } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type ChainProgress } from './audit-chain.ts';
import { type AuditLog } from './audit-log.ts';

/** Old entries are checked again this often; between, only new ones are. Milliseconds. */
const FULL_CHECK_EVERY_MS = 5 * 60_000;

export type AuditCheck = () => Promise<AuditPage['chain']>;

/** Says whether the log's chain holds, at a price that a page may pay at every refresh. */
export function createAuditCheck(log: Pick<AuditLog, 'verify'>, clock: Clock): AuditCheck {
  let known: { progress: ChainProgress; fullAt: Ms } | null = null;
  let running: Promise<ChainProgress> | null = null;

  async function check(): Promise<ChainProgress> {
    const now = clock.now();
    const full = known === null || now - known.fullAt >= FULL_CHECK_EVERY_MS;
    const progress = await (known === null || full ? log.verify() : log.verify(known.progress));
    known = { progress, fullAt: full || known === null ? now : known.fullAt };
    return progress;
  }

  return async () => {
    running ??= check().finally(() => (running = null));
    const { length, brokenAt } = await running;
    return { verified: brokenAt === null, length, brokenAt };
  };
}

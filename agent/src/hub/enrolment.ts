import { type NodeTier } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type Journal } from '../durable/journal.ts';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { type Logger } from '../logs/logger.ts';
import { readJoinToken } from '../settings/join-token.ts';
import { type HubClient } from './hub-client.ts';
import { HubError } from './hub-error.ts';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export interface EnrolmentOptions {
  joinTokenFile: string | undefined;
  name: string;
  tier: NodeTier;
}

export interface EnrolmentDeps {
  client: Pick<HubClient, 'enroll'>;
  identity: Pick<NodeIdentity, 'publicKey'>;
  journal: Pick<Journal, 'memory' | 'write'>;
  clock: Pick<Clock, 'sleep'>;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Shows the node's one-time join token to the hub; what goes wrong is logged, the heartbeats tell whether it matters. */
export interface Enrolment {
  /** At the start, unless the node was enrolled before. */
  first(signal: AbortSignal): Promise<void>;
  /** Where the hub does not know the node (any more): with the token that is in the file by now, each one once. */
  again(signal: AbortSignal): Promise<void>;
}

/** The hub enrolled this node for a tier that its settings do not name. */
class WrongTierError extends Error {
  override readonly name = 'WrongTierError';
  readonly code = 'enrolment/wrong-tier';
}

export function createEnrolment({ joinTokenFile, name, tier }: EnrolmentOptions, deps: EnrolmentDeps): Enrolment {
  const { client, identity, journal, clock, logger } = deps;
  let tried: string | null = null;
  let toldFaults = '';

  function tokenInFile(): string | null {
    const faults: string[] = [];
    const token = readJoinToken(joinTokenFile, (more) => faults.push(...more));
    const told = faults.join('; ');
    if (told !== '' && told !== toldFaults) logger.warn({ detail: told }, 'join token cannot be read');
    toldFaults = told;
    return token;
  }

  async function enrolWith(joinToken: string, signal: AbortSignal): Promise<void> {
    tried = joinToken;
    try {
      await showUntilAnswered(joinToken, signal);
      journal.write((memory) => ({ ...memory, enrolled: true }));
      logger.info('node enrolled');
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof HubError || error instanceof WrongTierError)) throw error;
      // an answer that was lost may have enrolled the node: the heartbeats will tell
      logger.error({ code: error.code, detail: error.message }, 'node could not be enrolled');
    }
  }

  async function showUntilAnswered(joinToken: string, signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(LAST_RETRY_MS, pause * 2)) {
      try {
        const reply = await client.enroll({ joinToken, name, tier, publicKey: identity.publicKey }, signal);
        if (reply.tier === tier) return;
        throw new WrongTierError(`the join token is for ${reply.tier}, but nodeTier says ${tier}: use a token for it`);
      } catch (error) {
        const isPassing =
          error instanceof HubError && (error.code === 'hub/unreachable' || error.code === 'hub/failed');
        if (!isPassing) throw error;
        logger.warn({ code: error.code, detail: error.message }, 'enrolment is tried again');
        await clock.sleep(pause, signal);
        signal.throwIfAborted();
      }
    }
  }

  return {
    async first(signal) {
      if (journal.memory.enrolled) return;
      const joinToken = tokenInFile();
      if (joinToken !== null) await enrolWith(joinToken, signal);
      else logger.warn({ joinTokenFile: joinTokenFile ?? null }, 'node is not enrolled and has no join token');
    },
    async again(signal) {
      const joinToken = tokenInFile();
      if (joinToken !== null && joinToken !== tried) await enrolWith(joinToken, signal);
    },
  };
}

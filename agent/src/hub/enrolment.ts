import { type NodeTier } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { type HubClient } from './hub-client.ts';
import { HubError } from './hub-error.ts';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export interface EnrolmentDeps {
  client: HubClient;
  identity: NodeIdentity;
  clock: Clock;
  onRetry: (error: HubError) => void;
}

/** The hub enrolled this node for a tier that its settings do not name. */
export class WrongTierError extends Error {
  override readonly name = 'WrongTierError';
  readonly code = 'enrolment/wrong-tier';
}

/** Enrols with a one-time join token; tries again while the hub cannot be reached, gives up when it refuses. */
export async function enrol(
  request: { joinToken: string; name: string; tier: NodeTier },
  deps: EnrolmentDeps,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(LAST_RETRY_MS, pause * 2)) {
    try {
      const { tier } = await deps.client.enroll({ ...request, publicKey: deps.identity.publicKey }, signal);
      if (tier !== request.tier) {
        throw new WrongTierError(
          `the join token is for ${tier}, but nodeTier says ${request.tier}: use a token for it`,
        );
      }
      return;
    } catch (error) {
      const again = error instanceof HubError && (error.code === 'hub/unreachable' || error.code === 'hub/failed');
      if (!again) throw error;
      deps.onRetry(error);
      await deps.clock.sleep(pause, signal);
      signal.throwIfAborted();
    }
  }
}

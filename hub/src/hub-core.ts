import { type FastifyBaseLogger } from 'fastify';
import { type RegisterRoutes } from './app.ts';
import { type AlertBook } from './alerts/alert-book.ts';
import { type AuditLog } from './audit/audit-log.ts';
import { type Clock } from './clock.ts';
import { type Db } from './database/database.ts';
import { type Tokens } from './enrolment/tokens.ts';
import { type EventHistory } from './events/event-history.ts';
import { type Fleet, type NodeAdministration } from './fleet/fleet.ts';
import { type HintSource } from './hint-source.ts';
import { type RolloutFacts } from './metrics/rollout-facts.ts';
import { type SignerFacts } from './metrics/signer-facts.ts';

/** What the hub knows of its nodes, on which rollouts and actions build. */
export interface HubCore {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  readonly audit: AuditLog;
  readonly alerts: AlertBook;
  readonly fleet: Fleet;
  readonly nodes: NodeAdministration;
  readonly events: EventHistory;
  readonly tokens: Tokens;
}

/** Chain, rollouts and actions: what the core asks of them, and their routes. */
export interface ControlPlane {
  readonly hints: HintSource;
  readonly rollouts: RolloutFacts;
  readonly signer: SignerFacts;
  readonly routes: RegisterRoutes;
  close(): Promise<void>;
}

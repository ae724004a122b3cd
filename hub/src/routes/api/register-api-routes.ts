import { type HubApp } from '../../app.ts';
import { type ConnectionTest } from '../../grafana/connection-test.ts';
import { type Pages } from '../../rollouts/pages.ts';
import { type AlertListRouteDeps, registerAlertListRoute } from './alerts.ts';
import { type AuditRouteDeps, registerAuditRoutes } from './audit.ts';
import { type IntentRouteDeps, registerIntentRoutes } from './intents.ts';
import { type NodeActionDeps, registerNodeActionRoutes } from './node-actions.ts';
import { registerNodeRoutes } from './nodes.ts';
import { type ReceiptRouteDeps, registerReceiptRoutes } from './receipts.ts';
import { registerRolloutRoutes } from './rollouts.ts';
import { registerTierRoutes } from './tiers.ts';
import { registerTokenRoutes, type TokenRouteDeps } from './tokens.ts';
import { registerWhoAmIRoutes } from './whoami.ts';

export type ApiDeps = AlertListRouteDeps &
  AuditRouteDeps &
  IntentRouteDeps &
  NodeActionDeps &
  ReceiptRouteDeps &
  TokenRouteDeps & { pages: Pages; connectionTest: ConnectionTest };

/** All that is reached through Grafana's plugin proxy. */
export function registerApiRoutes(scope: HubApp, deps: ApiDeps): void {
  registerTierRoutes(scope, deps);
  registerRolloutRoutes(scope, deps);
  registerNodeRoutes(scope, deps);
  registerNodeActionRoutes(scope, deps);
  registerAlertListRoute(scope, deps);
  registerAuditRoutes(scope, deps);
  registerReceiptRoutes(scope, deps);
  registerTokenRoutes(scope, deps);
  registerIntentRoutes(scope, deps);
  registerWhoAmIRoutes(scope, deps);
}

import { type Deployment } from '@noderr/beacon';
import { type Release } from '@noderr/protocol';
import { type Addresses } from './addresses.ts';
import { type DemoRelease } from './demo-node/behaviour.ts';
import { type DemoPublication } from './demo-release.ts';
import { type FleetNode } from './fleet/fleet-node.ts';
import { type RuntimeKind } from './fleet/runtime-kind.ts';
import { type AgentTampering } from './fleet/start-agent-process.ts';
import { type HubApi } from './hub-api.ts';
import { type ServiceProcess } from './process/service-process.ts';
import { type RunFolder } from './run/run-folder.ts';
import { type GrafanaHome } from './services/grafana-home.ts';
import { type Observability } from './services/observability.ts';

/** A whole network on one machine. */
export interface Stack {
  run: RunFolder;
  runtime: RuntimeKind;
  addresses: Addresses;
  observability: Observability;
  /** Origin of the hub's ingest listener; null where there is no store that telemetry could go to. */
  ingestUrl: string | null;
  /** What the pages are on; null on the workbench. */
  grafana: GrafanaHome | null;
  deployment: Deployment;
  fleet: readonly FleetNode[];
  /** The hub's API as an admin of the pages sees it. */
  api: HubApi;
  agents: ReadonlyMap<string, ServiceProcess>;
  publish(release: DemoRelease, terms?: Partial<DemoPublication>): Promise<Release>;
  startAgent(node: FleetNode, tampering?: AgentTampering): Promise<void>;
  stopHub(): Promise<void>;
  startHub(): Promise<void>;
  /** Ends everything that was started, the nodes' containers included. */
  close(): Promise<void>;
}

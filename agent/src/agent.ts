import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { nodeTokenAudience } from '@noderr/protocol';
import { SettingsError } from '@noderr/settings';
import { collectProcessMetrics } from '@noderr/telemetry';
import { Registry } from '@prometheus-io/client';
import { type ReleaseVerifier } from './attempt/attempt-deps.ts';
import { type BackupStore } from './attempt/backup-store.ts';
import { type HealthCheck } from './attempt/health-check.ts';
import { createBackupStore } from './backup/store/create-backup-store.ts';
import { type ChainReader, createChainSource } from './chain/chain-source.ts';
import { startControlServer } from './control/control-server.ts';
import { obey } from './control/operator.ts';
import { controlSocketPath } from './control/socket-path.ts';
import { type AgentStatus } from './control/schema.ts';
import { statusOf } from './control/status-of.ts';
import { openJournal } from './durable/journal.ts';
import { createHealthCheck } from './health/create-health-check.ts';
import { openEventOutbox } from './hub/event-outbox.ts';
import { joinHub } from './hub/join-hub.ts';
import { policyFor, readerFor, registryClientFor, telemetryOptionsFor } from './from-settings.ts';
import { type LogTap } from './logs/log-tap.ts';
import { type Logger } from './logs/logger.ts';
import { createAgentMetrics } from './metrics/agent-metrics.ts';
import { startMetricsServer } from './metrics/metrics-server.ts';
import { openMemory } from './open-memory.ts';
import { agentStateOf } from './report/agent-state-of.ts';
import { type HeartbeatInput, heartbeatOf } from './report/heartbeat-of.ts';
import { reportWrite } from './report/report-write.ts';
import { type ContainerRuntime } from './runtime/container-runtime.ts';
import { type Settings } from './settings/read-settings.ts';
import { stateFolderAt } from './state-folder.ts';
import { createSystemClock, type SystemClock } from './system-clock.ts';
import { startTelemetry } from './telemetry/start-telemetry.ts';
import { createBell } from './tick/bell.ts';
import { runHealthLoop } from './tick/health-loop.ts';
import { createTicker } from './tick/ticker.ts';
import { runWatchedAttempt } from './tick/run-watched-attempt.ts';
import { createOciVerifier } from './verify/oci-verifier.ts';

/** Between two looks at the chain while an attempt runs; milliseconds. */
const WATCH_EVERY_MS = 15_000;

export interface AgentDeps {
  runtime: ContainerRuntime;
  logger: Logger;
  /** The rest is made from the settings unless a test brings its own. */
  clock?: SystemClock;
  reader?: ChainReader;
  verifier?: ReleaseVerifier;
  health?: HealthCheck;
  backups?: BackupStore;
  random?: () => number;
  /** Hears the agent's own log, so that it is shipped too. */
  logTap?: LogTap;
}

export interface Agent {
  readonly nodeId: string;
  status(): AgentStatus;
  /** Brings a stopped set back up first, then ends; what runs goes on running. */
  close(): Promise<void>;
}

type Answer = Parameters<typeof startControlServer>[1];

const STARTING: Answer = () => Promise.reject(new Error('the agent is starting: ask again in a moment'));

/**
 * Builds an agent in order and starts it.
 * @throws SettingsError, AgentRunsAlready, StateFileError, IdentityError; nothing of it is left then
 */
export async function startAgent(settings: Settings, deps: AgentDeps): Promise<Agent> {
  let answer = STARTING;
  // first of all, because it is also the lock of the state folder
  const control = await startControlServer(controlSocketPath(settings.stateDir), (request) => answer(request));
  try {
    const agent = await startOnFolder(settings, deps, (given) => {
      answer = given;
    });
    return {
      ...agent,
      async close() {
        await agent.close();
        await control.close();
      },
    };
  } catch (error) {
    await control.close();
    throw error;
  }
}

async function startOnFolder(
  settings: Settings,
  deps: AgentDeps,
  answerWith: (answer: Answer) => void,
): Promise<Agent> {
  const { runtime, logger } = deps;
  const clock = deps.clock ?? createSystemClock();
  const random = deps.random ?? Math.random;
  const bell = createBell(clock);
  const folder = stateFolderAt(settings.stateDir);
  const { identity, file, reserve, memory } = openMemory(settings.stateDir, clock);
  if (settings.nodeId !== undefined && settings.nodeId !== identity.nodeId) {
    throw new SettingsError([`nodeId: is ${settings.nodeId}, but the key of this node makes ${identity.nodeId}`]);
  }
  const registry = new Registry();
  collectProcessMetrics(registry, { eventLoop: false });
  const metrics = createAgentMetrics(registry);
  metrics.setUnsafe(false);
  const outbox = openEventOutbox(folder.outbox, identity, reserve);
  let nudgeHub = (): void => undefined;
  const journal = openJournal(memory, {
    file,
    events: outbox,
    onWrite: (after, before) => {
      reportWrite({ logger, metrics }, after, before);
      if (!isDeepStrictEqual(agentStateOf(after.state), agentStateOf(before.state))) nudgeHub();
    },
  });
  metrics.setState(memory.state.name);

  const registryClient = registryClientFor(settings);
  const chain = createChainSource({
    reader: deps.reader ?? readerFor(settings, journal.memory.deployment, () => clock.now()),
    tier: settings.nodeTier,
    onDeployment: (deployment) => {
      if (journal.memory.deployment ?? settings.deployment) return;
      journal.write((before) => ({ ...before, deployment }));
    },
    onReading: (kind) => {
      metrics.chainReading(kind);
    },
  });
  const health = deps.health ?? createHealthCheck({ runtime, clock });
  const backups =
    deps.backups ??
    createBackupStore(
      { folder: folder.backups, recipients: settings.backupRecipients, maxGapMs: settings.backupMaxGapMs },
      { runtime, identity, clock, logger },
    );
  const policy = policyFor(settings, identity);
  const identityOnChain = { chainId: settings.chainId, beacon: settings.versionBeaconAddress };
  const verifier =
    deps.verifier ??
    createOciVerifier({ identity: identityOnChain, trust: settings.trust, arch: process.arch }, registryClient);

  const closing = new AbortController();
  const attempt = { journal, runtime, backups, reserve, health, verifier, guard: chain, clock, logger, policy };
  const everyMs = Math.min(WATCH_EVERY_MS, settings.checkInterval);
  const watch = { journal, chain, policy, clock, bell, logger, everyMs };
  const ticker = createTicker({
    steps: {
      ...attempt,
      newAttemptId: randomUUID,
      runJournaled: () => runWatchedAttempt(attempt, watch, closing.signal),
    },
    gather: { runtime, backups, chain, templates: settings.templates, logger },
    policy,
    bell,
    checkIntervalMs: settings.checkInterval,
    random,
  });

  const metricsServer = await startMetricsServer(settings.metricsPort, { registry, clock, logger }, closing.signal);
  const audience = nodeTokenAudience(settings.chainId, settings.versionBeaconAddress);
  const telemetry = startTelemetry(
    telemetryOptionsFor(settings, folder.telemetry, audience),
    { identity, journal, runtime, registry, clock, logger, random, logTap: deps.logTap },
    closing.signal,
  );
  const boot = randomUUID();
  let beats = 0;
  const report = (n: number): HeartbeatInput => ({
    memory: journal.memory,
    standing: ticker.standing,
    view: chain.view,
    runtime: runtime.kind,
    autoUpdateEnabled: settings.autoUpdateEnabled,
    boot,
    n,
    now: clock.now(),
    clockOffsetMs: clock.offsetMs(),
    telemetry: telemetry.status(),
  });
  const hub = joinHub(
    {
      url: settings.hubUrl,
      audience,
      joinTokenFile: settings.joinTokenFile,
      name: settings.nodeName,
      tier: settings.nodeTier,
    },
    {
      identity,
      journal,
      outbox,
      clock,
      random,
      bell,
      logger,
      metrics,
      heartbeat: () => heartbeatOf(report(beats++)),
    },
    closing.signal,
  );
  nudgeHub = () => hub.link?.nudge();
  const status = (): AgentStatus =>
    statusOf({
      ...report(beats),
      tier: settings.nodeTier,
      quorum: chain.quorum,
      hub: hub.link?.state ?? null,
      hubConfigured: settings.hubUrl !== undefined,
      eventsWaiting: outbox.size,
      metricsUrl: metricsServer.url,
    });
  const operator = {
    journal,
    runtime,
    templates: settings.templates,
    chain,
    clock,
    status,
    wake: () => {
      bell.ring();
    },
  };
  answerWith((request) => obey(operator, request));

  const healthLoop = {
    journal,
    health,
    clock,
    logger,
    onHealth: (services: AgentStatus['services'] & Parameters<typeof ticker.setServices>[0]) => {
      ticker.setServices(services);
      for (const { service, healthy } of services) metrics.setServiceUp(service, healthy);
    },
    onDown: () => {
      bell.ring();
    },
  };
  const loops = [
    ticker.run(closing.signal),
    runHealthLoop(healthLoop, closing.signal),
    hub.running,
    telemetry.running,
    metricsServer.running,
  ];
  logger.info({ nodeId: identity.nodeId, tier: settings.nodeTier, state: memory.state.name }, 'agent started');

  return {
    nodeId: identity.nodeId,
    status,
    async close() {
      closing.abort(new Error('the agent was stopped'));
      await Promise.allSettled(loops);
      registryClient.close();
      logger.info('agent stopped');
    },
  };
}

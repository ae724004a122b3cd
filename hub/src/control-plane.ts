import { readFile } from 'node:fs/promises';
import { type BeaconReader, createBeaconReader, Deployment } from '@noderr/beacon';
import { NODE_TIERS, TIERS } from '@noderr/protocol';
import { createActions } from './actions/actions.ts';
import { createIntentStore } from './actions/intent-store.ts';
import { noTransactions } from './actions/no-transactions.ts';
import { openQueue } from './actions/open-queue.ts';
import { queueTransactions } from './actions/queue-transactions.ts';
import { BALANCE_EVERY_MS, createSignerWatch } from './actions/signer-watch.ts';
import { createAuditCheck } from './audit/audit-check.ts';
import { createChainFollower } from './chain/chain-follower.ts';
import { tierOf } from './chain/chain-state.ts';
import { createChainStore } from './chain/chain-store.ts';
import { hintOf } from './chain/hints.ts';
import { startTicker } from './chain/ticker.ts';
import { createGate } from './gate/gate.ts';
import { createAccess } from './grafana/access.ts';
import { createConnectionTest } from './grafana/connection-test.ts';
import { createIdTokenVerifier } from './grafana/id-token.ts';
import { createSecretCheck } from './grafana/plugin-secret.ts';
import { createSigningKeys, type SigningKeys, signingKeysUrl } from './grafana/signing-keys.ts';
import { createArming } from './guard/arming.ts';
import { createGuard } from './guard/guard.ts';
import { createSteering } from './guard/steering.ts';
import { type ControlPlane, type HubCore } from './hub-core.ts';
import { noSigner } from './metrics/signer-facts.ts';
import { createPages } from './rollouts/pages.ts';
import { rolloutFact } from './rollouts/rollout-fact.ts';
import { createRollouts } from './rollouts/rollouts.ts';
import { registerApiRoutes } from './routes/api/register-api-routes.ts';
import { type Settings } from './config/read-settings.ts';
import { HUB_VERSION } from './version.ts';

/** Readings that fail for this long make the chain stale: a few of them, but never less than this. Milliseconds. */
const MIN_GRACE_MS = 15_000;

/** Chain, rollouts and actions over the core: follows the contract, lets guard and gate act, answers Grafana. */
export async function startControlPlane(settings: Settings, core: HubCore): Promise<ControlPlane> {
  const { db, clock, logger, fleet, events, audit, alerts } = core;
  const { chainId, versionBeaconAddress: beacon, rpcEndpoints, confirmations } = settings;
  const quorum = settings.rpcQuorum ?? Math.floor(rpcEndpoints.length / 2) + 1;

  const chainStore = createChainStore(db);
  const deployment = (await pinnedDeployment(settings)) ?? (await chainStore.identity(beacon)) ?? undefined;
  const reader: BeaconReader = createBeaconReader(
    { chainId, beacon, rpcEndpoints, quorum, confirmations, deployment, maxAgeS: settings.maxBlockAgeS },
    { now: () => clock.now() },
  );
  const graceMs = Math.max(MIN_GRACE_MS, 3 * settings.chainIntervalMs);
  const follower = createChainFollower({ tiers: TIERS, graceMs }, { beacon: reader, store: chainStore, clock, logger });
  await follower.load();
  const chain = follower.state;

  const stop = new AbortController();
  let wake = (): void => undefined;
  const queue = settings.secrets.signer
    ? await openQueue(
        {
          network: deployment?.deploymentBlockHash ?? `${chainId}/${beacon}`,
          ...{ chainId, beacon, rpcEndpoints, quorum, confirmations },
          maxFeeGwei: settings.maxFeeGwei,
          signer: settings.secrets.signer,
        },
        {
          db,
          clock,
          onChange: () => {
            wake();
          },
        },
      )
    : null;
  const transactions = queue ? queueTransactions(queue) : noTransactions;
  const signerWatch = queue && createSignerWatch({ maxFeeGwei: settings.maxFeeGwei }, queue);

  const { failureBudget, gateShare, gateEnabled, guardEnabled } = settings;
  const policy = { failureBudget, gateShare };
  const rollouts = createRollouts(policy, { chain, fleet, events, clock });
  const picture = rollouts.picture;
  const actions = createActions({
    ...{ db, audit, clock, logger, transactions, chain, picture },
    store: createIntentStore(db),
  });
  const guard = createGuard({ enabled: guardEnabled, failureBudget }, { actions, alerts });
  const gate = createGate({ enabled: gateEnabled }, actions);
  const arming = createArming({ db, audit, clock });
  const steering = createSteering({ tiers: NODE_TIERS, chain, fleet, rollouts, arming, guard, gate });
  const pages = createPages(
    { chainId, beacon, gateEnabled, policy },
    { clock, fleet, events, chain, rollouts, guard, steering, actions, transactions },
  );

  const secrets = createSecretCheck(settings.secrets);
  const idToken = createIdTokenVerifier(
    { issuer: issuerOf(settings), audience: settings.grafanaAudience },
    { keys: createSigningKeys(signingKeysOf(settings)), clock },
  );
  const access = createAccess({ secrets, idToken, readTokens: core.tokens });
  const chainProblem = (): string => chain().problem;
  const connectionTest = createConnectionTest({ secrets, idToken, chainProblem, hubVersion: HUB_VERSION });

  const running = queue?.run(stop.signal).catch((error: unknown) => {
    logger.error({ err: error }, 'the transaction queue ended');
  });
  const ticker = startTicker({
    intervalMs: settings.chainIntervalMs,
    async run(signal) {
      await follower.tick(signal);
      if (signal.aborted) return;
      await actions.round();
      await steering.round();
    },
    onError(error) {
      logger.error({ err: error }, 'a round over the chain failed');
    },
  });
  wake = () => void ticker.poke();
  const balances =
    signerWatch &&
    startTicker({
      intervalMs: BALANCE_EVERY_MS,
      run: (signal) => signerWatch.readBalance(signal),
      onError(error) {
        logger.error({ err: error }, 'the balance of the signing key could not be read');
      },
    });

  return {
    hints: { hintFor: (tier) => hintOf(tierOf(chain(), tier), actions.pendingHold(tier)) },
    rollouts: {
      async rolloutFacts() {
        const actors = await pages.actorBook();
        return Promise.all(NODE_TIERS.map(async (tier) => rolloutFact(await picture(tier), actors)));
      },
    },
    signer: signerWatch ?? noSigner,
    routes(scope) {
      const { nodes, tokens } = core;
      const auditCheck = createAuditCheck(audit, clock);
      registerApiRoutes(scope, {
        access,
        alerts,
        audit,
        auditCheck,
        clock,
        actions,
        events,
        fleet,
        nodes,
        tokens,
        pages,
        connectionTest,
      });
    },
    async close() {
      stop.abort();
      await Promise.all([ticker.close(), balances?.close()]);
      await running;
    },
  };
}

async function pinnedDeployment(settings: Settings): Promise<Deployment | null> {
  const { deploymentFile, chainId, versionBeaconAddress } = settings;
  if (deploymentFile === undefined) return null;
  const pinned = Deployment.parse(JSON.parse(await readFile(deploymentFile, 'utf8')));
  if (pinned.chainId !== chainId || pinned.beacon !== versionBeaconAddress) {
    throw new Error('deploymentFile is of another contract than chainId and versionBeaconAddress name');
  }
  return pinned;
}

/** Grafana's root_url always ends with a slash, and so does the issuer of its tokens. */
function issuerOf({ grafanaIssuer, grafanaUrl }: Settings): string {
  return grafanaIssuer ?? (grafanaUrl.endsWith('/') ? grafanaUrl : `${grafanaUrl}/`);
}

function signingKeysOf({ grafanaKeysFile, grafanaKeysUrl, grafanaUrl }: Settings): SigningKeys {
  if (grafanaKeysFile !== undefined) return { kind: 'file', path: grafanaKeysFile };
  return { kind: 'url', url: grafanaKeysUrl === undefined ? signingKeysUrl(grafanaUrl) : new URL(grafanaKeysUrl) };
}

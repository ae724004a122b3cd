import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ChainView, type NodeId, type OutcomeEvent, Release } from '@noderr/protocol';
import { pino } from 'pino';
import { runAttempt } from '../src/attempt/run-attempt.ts';
import { createBackupStore } from '../src/backup/store/create-backup-store.ts';
import { createChainSource } from '../src/chain/chain-source.ts';
import { type Policy } from '../src/decide/facts.ts';
import { openDiskReserve } from '../src/durable/disk-reserve.ts';
import { openJournal } from '../src/durable/journal.ts';
import { newMemory } from '../src/durable/memory.ts';
import { openStateFile } from '../src/durable/state-file.ts';
import { createHealthCheck } from '../src/health/create-health-check.ts';
import { openIdentity } from '../src/identity/node-identity.ts';
import { type ContainerRuntime, type ImageReference } from '../src/runtime/container-runtime.ts';
import { type StepDeps } from '../src/steps/executor.ts';
import { createSystemClock } from '../src/system-clock.ts';
import { type ServiceTemplate } from '../src/template/service-template.ts';
import { FakeChainReader } from '../src/testing/fake-chain-reader.ts';
import { sampleRelease, sampleView } from '../src/testing/sample-chain.ts';
import { createBell } from '../src/tick/bell.ts';
import { createTicker } from '../src/tick/ticker.ts';

const ROUNDS = 50;
/** At least what an image here takes: its room on the disk is checked by it. */
const IMAGE_BYTES = 50_000_000;

export interface BenchNodeOptions {
  /** Private: state file, key and backups. */
  folder: string;
  runtime: ContainerRuntime;
  template: ServiceTemplate;
  registryHost: string;
  soakMs: number;
}

/** The agent's own machine on a real runtime; only the chain is told what to say, and signatures are taken on trust. */
export class BenchNode {
  readonly nodeId: NodeId;
  readonly #chain = new FakeChainReader(null);
  readonly #settle: () => Promise<void>;
  readonly #outcomes: OutcomeEvent[] = [];
  #onVerdict: () => void = () => undefined;
  #releases = 0;

  constructor({ folder, runtime, template, registryHost, soakMs }: BenchNodeOptions) {
    const clock = createSystemClock();
    const logger = pino({ level: 'error' }, pino.destination(2));
    const identity = openIdentity(join(folder, 'node.key'));
    const { nodeId } = identity;
    this.nodeId = nodeId;
    const templates = [template];
    const reserve = openDiskReserve(join(folder, 'reserve'));
    const journal = openJournal(newMemory(nodeId, clock.monotonic().boot, clock.now(), 'new'), {
      file: openStateFile(join(folder, 'state.json'), reserve),
      events: {
        add: (events) => {
          this.#outcomes.push(...events.filter((event) => event.kind === 'outcome'));
        },
      },
      onWrite: (memory, before) => {
        if (memory.state.name === 'rolling-back' && before.state.name === 'validating') this.#onVerdict();
      },
    });
    const policy: Policy & StepDeps['policy'] = {
      ...{ nodeId, tier: 'ORACLE', autoUpdateEnabled: true, templates, registryHost, soakMs },
      ...{ rollbackTimeoutMs: 60_000, maxGapMs: 600_000 },
    };
    const chain = createChainSource({
      ...{ reader: this.#chain, tier: 'ORACLE', onDeployment: () => undefined, onReading: () => undefined },
    });
    const backupOptions = { folder: join(folder, 'backups'), recipients: [], maxGapMs: policy.maxGapMs };
    const backups = createBackupStore(backupOptions, { runtime, identity, clock, logger });
    const attempt = {
      ...{
        journal,
        runtime,
        backups,
        reserve,
        health: createHealthCheck({ runtime, clock }),
        guard: chain,
        clock,
        logger,
        policy,
      },
      verifier: { verify: () => Promise.resolve({ bytes: IMAGE_BYTES }) },
    };
    const never = new AbortController().signal;
    const ticker = createTicker({
      steps: {
        ...attempt,
        newAttemptId: randomUUID,
        runJournaled: () => runAttempt(attempt, { calledOff: never, closing: never }),
      },
      gather: { runtime, backups, chain, templates, logger },
      ...{ policy, bell: createBell(clock), checkIntervalMs: 60_000, random: () => 0.5 },
    });
    this.#settle = async () => {
      for (let round = 0; round < ROUNDS; round += 1) if (!(await ticker.tick(never))) return;
      throw new Error('the node does not come to rest');
    };
  }

  /**
   * Announces a release of this image; returns how its attempt ended, when the node is at rest again. `onVerdict` is
   * called as soon as a verdict against it is journaled.
   */
  async update(image: ImageReference, onVerdict: () => void = () => undefined): Promise<OutcomeEvent> {
    this.#onVerdict = onVerdict;
    this.#chain.view = this.#viewOf(image);
    await this.#settle();
    const outcome = this.#outcomes.splice(0).at(-1);
    if (!outcome) throw new Error('the node did not try the release');
    return outcome;
  }

  #viewOf({ repository, digest }: ImageReference): ChainView {
    this.#releases += 1;
    const release = Release.parse({
      ...sampleRelease({ id: this.#releases }),
      components: [{ service: 'oracle', repository, digest }],
    });
    return sampleView({ target: release, seq: this.#releases, height: 100 + this.#releases });
  }
}

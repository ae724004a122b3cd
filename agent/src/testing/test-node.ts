import { randomUUID } from 'node:crypto';
import { type Hex32, type OutcomeEvent, type UpdateEvent } from '@noderr/protocol';
import { pino } from 'pino';
import { AttemptFault } from '../attempt/attempt-fault.ts';
import { runAttempt } from '../attempt/run-attempt.ts';
import { createChainSource } from '../chain/chain-source.ts';
import { type Policy } from '../decide/facts.ts';
import { type Journal, openJournal } from '../durable/journal.ts';
import { Memory, newMemory } from '../durable/memory.ts';
import { type StateFile } from '../durable/state-file.ts';
import { type StepDeps } from '../steps/executor.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { createBell } from '../tick/bell.ts';
import { createTicker, type Ticker } from '../tick/ticker.ts';
import { FakeBackups, FakeBackupVault } from './fake-backups.ts';
import { type FakeChainReader } from './fake-chain-reader.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeHealth } from './fake-health.ts';
import { FakeRuntime } from './fake-runtime.ts';
import { FakeWorld } from './fake-world.ts';
import { KillSwitch } from './kill-switch.ts';
import { SAMPLE_NODE } from './sample-chain.ts';

/** One process of the agent's core on a test node. */
export interface TestProcess {
  ticker: Ticker;
  journal: Journal;
  runtime: FakeRuntime;
  backups: FakeBackups;
  kill: KillSwitch;
  deps: StepDeps;
  /** Ticks until nothing changes any more. */
  settle(): Promise<void>;
  /** Calls the running attempt off. */
  calledOff: AbortController;
  closing: AbortController;
}

/** A host with its Docker, its disk and its chain; processes of the agent come and go on it. */
export class TestNode {
  readonly world = new FakeWorld();
  readonly vault = new FakeBackupVault();
  readonly clock = new FakeClock();
  readonly chain: FakeChainReader;
  readonly templates: readonly ServiceTemplate[];
  readonly sick = new Set<Hex32>();
  /** Releases that the verifier refuses. */
  readonly unsigned = new Set<number>();
  /** By event id: what reached the outbox. */
  readonly events = new Map<string, UpdateEvent>();
  readonly revisions: number[] = [];
  autoUpdateEnabled = true;
  /** No room is left for the reserve of the agent's own disk. */
  stateDiskFull = false;
  #disk: string | null = null;

  constructor(chain: FakeChainReader, templates: readonly ServiceTemplate[]) {
    this.chain = chain;
    this.templates = templates;
  }

  /** What a process would read at its start; a lost file is null. */
  get memory(): Memory | null {
    return this.#disk === null ? null : Memory.parse(JSON.parse(this.#disk));
  }

  loseMemory(): void {
    this.revisions.length = 0;
    this.#disk = null;
  }

  outcomes(): OutcomeEvent[] {
    return [...this.events.values()].filter((event) => event.kind === 'outcome');
  }

  start(kill = new KillSwitch()): TestProcess {
    const { world, clock, templates } = this;
    const runtime = new FakeRuntime(world, kill);
    const backups = new FakeBackups(world, kill, this.vault);
    const file: StateFile = {
      read: () => this.memory,
      write: (memory) => {
        kill.aroundNow(() => {
          this.#disk = JSON.stringify(memory);
          this.revisions.push(memory.revision);
        });
      },
    };
    const events = {
      add: (added: readonly UpdateEvent[]) => {
        for (const event of added) kill.aroundNow(() => this.events.set(event.id, event));
      },
    };
    const logger = pino({ level: 'silent' });
    const initial = this.memory ?? newMemory(SAMPLE_NODE, clock.boot, clock.now(), 'new');
    const journal = openJournal(initial, { file, events });
    const chain = createChainSource({
      reader: this.chain,
      tier: 'ORACLE',
      onDeployment: () => undefined,
      onReading: () => undefined,
    });
    const policy: Policy & StepDeps['policy'] = {
      nodeId: SAMPLE_NODE,
      tier: 'ORACLE',
      autoUpdateEnabled: this.autoUpdateEnabled,
      templates,
      registryHost: 'registry.example',
      soakMs: 0,
      rollbackTimeoutMs: 60_000,
      maxGapMs: 60_000,
    };
    const process = { calledOff: new AbortController(), closing: new AbortController() };
    const attempt = {
      journal,
      runtime,
      backups,
      reserve: {
        refill: () => {
          if (this.stateDiskFull) throw new Error('ENOSPC');
        },
      },
      health: new FakeHealth(world, kill, this.sick),
      verifier: {
        verify: ({ id }: { id: number }) => {
          if (this.unsigned.has(id)) throw new AttemptFault('signature/missing', 'nobody signed this');
          return Promise.resolve({ bytes: 1000 });
        },
      },
      guard: chain,
      clock,
      logger,
      policy,
    };
    const steps: StepDeps = {
      ...attempt,
      newAttemptId: randomUUID,
      runJournaled: () => runAttempt(attempt, { calledOff: process.calledOff.signal, closing: process.closing.signal }),
    };
    const ticker = createTicker({
      steps,
      gather: { runtime, backups, chain, templates, logger },
      policy,
      bell: createBell(clock),
      checkIntervalMs: 60_000,
      random: () => 0.5,
    });
    async function settle(): Promise<void> {
      for (let round = 0; round < 30; round += 1) {
        if (!(await ticker.tick(process.closing.signal))) return;
        if (kill.dead) return;
      }
      throw new Error('does not settle');
    }
    return { ticker, journal, runtime, backups, kill, deps: steps, settle, ...process };
  }

  /** Processes one after another, each with time for its backoffs, until the node is at rest. */
  async settleForLong(): Promise<TestProcess> {
    const process = this.start();
    await process.settle();
    for (let hour = 0; hour < 4; hour += 1) {
      this.clock.advance(3_700_000);
      await process.settle();
    }
    return process;
  }
}

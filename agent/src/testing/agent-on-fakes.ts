import { type Agent, startAgent } from '../agent.ts';
import { type AgentStatus } from '../control/schema.ts';
import { LogTap } from '../logs/log-tap.ts';
import { createLogger } from '../logs/logger.ts';
import { readSettings, type Settings } from '../settings/read-settings.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { FakeBackups, FakeBackupVault } from './fake-backups.ts';
import { FakeChainReader } from './fake-chain-reader.ts';
import { FakeHealth } from './fake-health.ts';
import { FakeRuntime } from './fake-runtime.ts';
import { FakeWorld } from './fake-world.ts';
import { KillSwitch } from './kill-switch.ts';
import { sampleRelease, sampleView } from './sample-chain.ts';
import { makeSettingsFolder, type SettingsFolder } from './settings-folder.ts';

/** A whole agent in this process, on a real state folder, socket and clock; containers, chain and health are fakes. */
export class AgentOnFakes {
  readonly folder: SettingsFolder;
  readonly settings: Settings;
  readonly world = new FakeWorld();
  readonly chain = new FakeChainReader(sampleView({ target: sampleRelease({ id: 1 }) }));
  readonly #kill = new KillSwitch();
  readonly #vault = new FakeBackupVault();
  readonly #agents: Agent[] = [];

  /** The sample service unless told. */
  constructor(templates?: readonly ServiceTemplate[]) {
    this.folder = makeSettingsFolder({ checkInterval: 1000, rollbackTimeout: 10_000, soakMs: 0 }, templates);
    this.settings = readSettings({ configFile: this.folder.configFile, env: {} });
  }

  async start(over: Partial<Settings> = {}): Promise<Agent> {
    const logTap = new LogTap();
    const agent = await startAgent(
      { ...this.settings, ...over },
      {
        runtime: new FakeRuntime(this.world, this.#kill),
        logger: createLogger('fatal', {}, logTap),
        logTap,
        reader: this.chain,
        verifier: { verify: () => Promise.resolve({ bytes: 1 }) },
        health: new FakeHealth(this.world, this.#kill, new Set()),
        backups: new FakeBackups(this.world, this.#kill, this.#vault),
      },
    );
    this.#agents.push(agent);
    return agent;
  }

  /** Stops what runs and removes the folder. */
  async end(): Promise<void> {
    for (const agent of this.#agents.splice(0)) await agent.close();
    this.folder.remove();
  }
}

/** Waits until the agent says so. @throws after 20 s */
export async function untilStatus(agent: Agent, wanted: (status: AgentStatus) => boolean): Promise<AgentStatus> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const status = agent.status();
    if (wanted(status)) return status;
    if (Date.now() > deadline) throw new Error(`waited in vain: ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

import { fileURLToPath } from 'node:url';
import { mainOf } from '../noderr-command.ts';
import { startService, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type FleetNode } from './fleet-node.ts';
import { type RuntimeKind } from './runtime-kind.ts';

const PROCESS_AGENT = fileURLToPath(new URL('../process-agent.ts', import.meta.url));

/** What is done to an agent's process beside starting it. */
export interface AgentTampering {
  /** A module that is loaded before the agent. */
  import: string;
  /** Beside the environment of this process. */
  env: NodeJS.ProcessEnv;
}

/** Starts a node's agent as a process of its own, so that it can be killed like one. */
export function startAgentProcess(
  run: RunFolder,
  node: FleetNode,
  runtime: RuntimeKind,
  tampering?: AgentTampering,
): Promise<ServiceProcess> {
  const args =
    runtime === 'docker'
      ? [mainOf('noderr-agent'), 'run', '--config', node.settingsFile]
      : [PROCESS_AGENT, node.settingsFile, run.folder('machine')];
  return startService({
    name: `agent ${node.name}`,
    command: process.execPath,
    args: ['--max-semi-space-size=1', ...(tampering ? ['--import', tampering.import] : []), ...args],
    env: { ...process.env, ...tampering?.env },
    logFile: run.file('logs', `agent-${node.name}.log`),
  });
}

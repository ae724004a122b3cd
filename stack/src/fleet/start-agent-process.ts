import { fileURLToPath } from 'node:url';
import { mainOf } from '../noderr-command.ts';
import { startService, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type FleetNode, type RuntimeKind } from '../stack.ts';

const PROCESS_AGENT = fileURLToPath(new URL('../process-agent.ts', import.meta.url));

/** Starts a node's agent as a process of its own, so that it can be killed like one. */
export function startAgentProcess(run: RunFolder, node: FleetNode, runtime: RuntimeKind): Promise<ServiceProcess> {
  const args =
    runtime === 'docker'
      ? [mainOf('noderr-agent'), 'run', '--config', node.settingsFile]
      : [PROCESS_AGENT, node.settingsFile, run.folder('machine')];
  return startService({
    name: `agent ${node.name}`,
    command: process.execPath,
    args: ['--max-semi-space-size=1', ...args],
    logFile: run.file('logs', `agent-${node.name}.log`),
  });
}

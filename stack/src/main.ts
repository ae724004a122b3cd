import { join } from 'node:path';
import { Command, Option } from 'commander';
import { REPOSITORY } from './noderr-command.ts';
import { InterruptedError, interruption, unlessInterrupted } from './run/interruption.ts';
import { openRunFolder, type RunFolder } from './run/run-folder.ts';
import { GRAFANA_ADMIN, grafanaPasswordFile } from './services/grafana.ts';
import { type GrafanaHome } from './services/grafana-home.ts';
import { DEMO_TIER } from './network.ts';
import { RUNTIMES, type RuntimeKind } from './fleet/runtime-kind.ts';
import { type Stack } from './stack.ts';
import { startStack } from './start-stack.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  nodes: number;
  reset: boolean;
  runFolder: string;
  portBase?: number;
  runtime?: RuntimeKind;
}

const program = new Command('npm start --')
  .description('A whole network on this machine: chain, registry, hub, pages and nodes with their agents.')
  .option('--nodes <n>', 'nodes of the demo fleet', wholeNumber(1, 50), 5)
  .option('--reset', 'forget the last run and begin anew', false)
  .option('--run-folder <folder>', 'where all state lives', join(REPOSITORY, '.noderr'))
  .option('--port-base <port>', 'first of the ports, at a first start', wholeNumber(1024, 65_000))
  .addOption(new Option('--runtime <kind>', 'what nodes run on (default: Docker where it answers)').choices(RUNTIMES))
  .parse();

const note = (line: string): void => {
  process.stdout.write(`  ${line}\n`);
};

try {
  const options = program.opts<Options>();
  const run = openRunFolder(options.runFolder, options.reset);
  const signal = interruption();
  const stack = await startStack({
    ...{ run, nodes: options.nodes, env: process.env, onNote: note, signal },
    ...{ portBase: options.portBase, runtime: options.runtime ?? null },
  });
  try {
    await unlessInterrupted(signal, publishFirst(stack));
    printAddresses(stack);
    for (const [name, agent] of stack.agents) {
      void agent.exited.then((code) => {
        if (code !== 0) note(`the agent of ${name} ended with ${code}: see ${run.path}/logs/agent-${name}.log`);
      });
    }
    await unlessInterrupted(signal, new Promise(() => undefined));
  } finally {
    process.stdout.write('\nstopping\n');
    await stack.close();
    run.release();
  }
} catch (error) {
  if (error instanceof InterruptedError) process.exit(0);
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function publishFirst(stack: Stack): Promise<void> {
  const card = await stack.api.tier(DEMO_TIER);
  if (card.target !== null) {
    note(`going on with ${card.target.version}`);
    return;
  }
  await stack.publish({ version: '1.0.0', fault: 'none', ballastBytes: 0 }, { atOnce: true });
}

function printAddresses({ addresses, observability, run, runtime, grafana }: Stack): void {
  const { prometheus, alertmanager, loki } = observability;
  process.stdout.write(`
Pages      ${addresses.pages}   (${loginHint(run, grafana)})
Hub        ${addresses.hub}
Chain      ${addresses.chain}
Registry   ${addresses.registry}
Metrics    ${prometheus ?? 'nowhere: no Prometheus here'}
Alerts     ${alertmanager ?? 'nowhere: no Alertmanager here'}
Node logs  ${loki ?? 'nowhere: no Loki here'}
Logs       ${run.path}/logs
Nodes run  ${runtime === 'docker' ? 'in Docker' : 'as PROCESSES: no Docker daemon answers here, so nothing is isolated'}

Publish a second release:  npm run demo:release -- 1.1.0
Stop with Ctrl-C; npm start goes on from here; npm start -- --reset begins anew.
`);
}

function loginHint(run: RunFolder, grafana: GrafanaHome | null): string {
  if (grafana === null) return 'the workbench: any role, chosen on the page';
  return `Grafana ${grafana.version}: ${GRAFANA_ADMIN}, the password is in ${grafanaPasswordFile(run)}`;
}

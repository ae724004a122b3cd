#!/usr/bin/env node
import { confirm } from './cli/confirm.ts';
import { runCli } from './cli/run-cli.ts';

// A dependency's deprecations are for its authors, not for who reads the log of a node.
process.noDeprecation = true;

const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, () => {
    stop.abort(new Error(`ended by ${name}`));
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  confirm: (question) => confirm(question, stop.signal),
  signal: stop.signal,
  run: async (sources, signal) => (await import('./cli/run-agent.ts')).runAgent(sources, signal),
  doctor: async (sources) => (await import('./cli/doctor.ts')).examine(sources),
  findContainers: async (sources, names) => (await import('./cli/find-containers.ts')).findContainers(sources, names),
});

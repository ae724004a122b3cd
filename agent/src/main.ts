#!/usr/bin/env node
import { SettingsError } from '@noderr/settings';
import { NoAgentError } from './control/control-client.ts';
import { createProgram } from './cli/program.ts';

/** sysexits.h: the settings are at fault; the service that is asked is not there. */
const EX_CONFIG = 78;
const EX_UNAVAILABLE = 69;

const program = createProgram({
  env: process.env,
  print: (text) => process.stdout.write(text),
  // loaded when it is needed: the other commands start without Docker and the chain
  run: async (sources) => (await import('./cli/run-agent.ts')).runAgent(sources),
  doctor: async (sources) => (await import('./cli/doctor.ts')).examine(sources),
  setExitCode(code) {
    process.exitCode = code;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`noderr-agent: ${error.message}:\n${error.faults.map((fault) => `  - ${fault}\n`).join('')}`);
    process.exitCode = EX_CONFIG;
  } else {
    process.stderr.write(`noderr-agent: ${textOf(error)}\n`);
    process.exitCode = error instanceof NoAgentError ? EX_UNAVAILABLE : 1;
  }
}

/** The message and what caused it: enough to act on, without a stack. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${textOf(error.cause)}`;
}

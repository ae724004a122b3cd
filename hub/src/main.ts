#!/usr/bin/env node
import { createProgram } from './cli/program.ts';
import { SettingsError } from '@noderr/settings';

/** sysexits.h: the settings are at fault. */
const EX_CONFIG = 78;

const program = createProgram({
  env: process.env,
  print: (text) => process.stdout.write(text),
  // Loaded when it is needed: the other commands start without the web server and the chain.
  run: async (sources) => (await import('./cli/run-hub.ts')).runHub(sources),
  setExitCode(code) {
    process.exitCode = code;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`noderr-hub: ${error.message}:\n${error.faults.map((fault) => `  - ${fault}\n`).join('')}`);
    process.exitCode = EX_CONFIG;
  } else {
    process.stderr.write(`noderr-hub: ${textOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** The message and what caused it: enough to act on, without a stack. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${textOf(error.cause)}`;
}

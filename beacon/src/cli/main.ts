#!/usr/bin/env node
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { runCli } from './run-cli.ts';

const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort();
});
const stateHome = env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');

process.exitCode = await runCli(process.argv.slice(2), {
  streams: {
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
  },
  signal: stop.signal,
  defaultStateFile: join(stateHome, 'noderr', 'transactions.sqlite'),
});

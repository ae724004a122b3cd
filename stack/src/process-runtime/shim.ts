/**
 * Runs one container of the process runtime: starts its command, writes what happens to status.json, restarts it by its
 * policy. It outlives the agent, as a container does. Usage: node shim.ts CONTAINER_FOLDER
 */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readJson, writeJson } from '../run/atomic-file.ts';
import { ContainerRecord, SHIM_GO, shimBegins, type ShimStatus } from './container-record.ts';
import { identify, type ProcessIdentity } from '../process/process-identity.ts';

const RESTART_DELAY_MS = 500;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node shim.ts CONTAINER_FOLDER');
const self = identify(process.pid);
if (self === null) throw new Error('cannot read /proc/self/stat');

const status: ShimStatus = shimBegins(self);
let begun = false;
let stopping = false;
let child: ProcessIdentity | null = null;

process.on('SIGTERM', () => {
  stopping = true;
  if (child) process.kill(child.pid, 'SIGTERM');
  else if (!begun) process.exit(0);
});

// Whoever started it may be killed at any moment: until it is told to go nobody may know of this shim, so it ends.
if ((await text(process.stdin)) !== SHIM_GO) process.exit(0);
begun = true;
run(folder);

function run(containerFolder: string): void {
  const record = recordOf(containerFolder);
  const output = openSync(join(containerFolder, 'output.log'), 'a');
  const [command, ...rest] = record.command;
  if (command === undefined) throw new Error('the container has no command');
  const started = spawn(command, rest, {
    cwd: record.workingDirectory,
    env: record.environment,
    stdio: ['ignore', output, output],
  });
  started.once('error', (error) => {
    process.stderr.write(`cannot start ${command}: ${error.message}\n`);
    ended(containerFolder, 127);
  });
  started.once('spawn', () => {
    child = started.pid === undefined ? null : identify(started.pid);
    save(containerFolder, { child, exitCode: null, startedAt: new Date().toISOString() });
    if (stopping && child) process.kill(child.pid, 'SIGTERM');
  });
  started.once('exit', (code, signal) => {
    ended(containerFolder, code ?? (signal === 'SIGKILL' ? 137 : 143));
  });
}

function ended(containerFolder: string, exitCode: number): void {
  child = null;
  const again = !stopping && recordOf(containerFolder).restartPolicy === 'unless-stopped';
  save(containerFolder, { child: null, exitCode, restartCount: status.restartCount + (again ? 1 : 0) });
  if (!again) process.exit(0);
  setTimeout(() => {
    if (stopping) process.exit(0);
    run(containerFolder);
  }, RESTART_DELAY_MS);
}

function recordOf(containerFolder: string): ContainerRecord {
  const record = readJson(join(containerFolder, 'container.json'), ContainerRecord);
  if (record === null) throw new Error(`no container.json in ${containerFolder}`);
  return record;
}

function save(containerFolder: string, change: Partial<ShimStatus>): void {
  Object.assign(status, change);
  writeJson(join(containerFolder, 'status.json'), status);
}

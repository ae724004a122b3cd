import { type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { z } from 'zod';
import { httpStatusOf } from './docker-fault.ts';
import { type DockerClient } from './docker-client.ts';
import { ContainerInspect } from './docker-schema.ts';
import { demultiplex, tailOf } from './multiplexed-log.ts';

const MAX_OUTPUT_BYTES = 65_536;
const LOG_LINES = 400;
/** As timeout(1) has it. */
const TIMED_OUT = 124;
const EXIT_POLL_MS = 20;

const ExecInspect = z.object({ Running: z.boolean(), ExitCode: z.number().nullable() });
const Raw = z.instanceof(Buffer);

export interface ExecResult {
  /** 124 when the command did not end in time. */
  exitCode: number;
  output: string;
}

/** The last lines of a container's stdout and stderr, oldest first. */
export async function readLogTail(client: DockerClient, id: string, bytes: number): Promise<string> {
  return client.call(
    async (docker, signal) => {
      const container = docker.getContainer(id);
      const { Config } = ContainerInspect.parse(await container.inspect({ abortSignal: signal }));
      const answer: unknown = await container.logs({
        stdout: true,
        stderr: true,
        tail: LOG_LINES,
        abortSignal: signal,
      });
      // dockerode parses what happens to be JSON, and gives text where there is no log at all.
      const raw = Buffer.isBuffer(answer) ? Raw.parse(answer) : Buffer.from(typeof answer === 'string' ? answer : '');
      return tailOf(Config.Tty ? raw : demultiplex(raw), bytes);
    },
    { doing: `read the log of container ${id.slice(0, 12)}` },
  );
}

async function collect(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  signal.addEventListener('abort', () => stream.destroy(), { once: true });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    // What is over the limit is read and dropped, else the command would block on its pipe.
    if (size < MAX_OUTPUT_BYTES) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

async function stillRuns(docker: Docker, execId: string, signal: AbortSignal): Promise<boolean> {
  try {
    return ExecInspect.parse(await docker.getExec(execId).inspect({ abortSignal: signal })).Running;
  } catch (error) {
    // dockerd forgets what ran in a container that has ended.
    if (httpStatusOf(error) === 404) return false;
    throw error;
  }
}

/** Commands that did not end in time and may still run, by container and command: dockerd cannot end them. */
export type UnendedCommands = Map<string, string>;

/** Runs a command in a running container; made once, never again after a lost answer, nor while its last run goes on. */
export async function runCommand(
  client: DockerClient,
  unended: UnendedCommands,
  id: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<ExecResult> {
  const key = JSON.stringify([id, ...command]);
  return client.call(
    async (docker, outer) => {
      const last = unended.get(key);
      if (last !== undefined && (await stillRuns(docker, last, outer))) {
        return { exitCode: TIMED_OUT, output: 'its last run has not ended yet' };
      }
      unended.delete(key);
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([outer, deadline]);
      const exec = await docker
        .getContainer(id)
        .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal: signal });
      try {
        // Taken over as docker's own client does it: a proxy on the way may cut off an answer that has no length.
        const start = { Detach: false, Tty: false, hijack: true, abortSignal: signal };
        const output = await collect(await exec.start(start), signal);
        signal.throwIfAborted();
        for (;;) {
          const state = ExecInspect.parse(await exec.inspect({ abortSignal: signal }));
          if (!state.Running && state.ExitCode !== null) {
            return { exitCode: state.ExitCode, output: tailOf(demultiplex(output), MAX_OUTPUT_BYTES) };
          }
          await delay(EXIT_POLL_MS, undefined, { signal });
        }
      } catch (error) {
        if (!deadline.aborted) throw error;
        unended.set(key, exec.id);
        return { exitCode: TIMED_OUT, output: `no answer within ${timeoutMs} ms` };
      }
    },
    { doing: `run ${command[0] ?? ''} in container ${id.slice(0, 12)}`, deadlineMs: timeoutMs + 10_000, again: false },
  );
}

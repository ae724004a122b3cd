import { type ContainerLogLine, type LogStart } from '../container-runtime.ts';
import { type DockerClient } from './docker-client.ts';
import { dockerFault } from './docker-fault.ts';
import { ContainerInspect } from './docker-schema.ts';
import { type LogFrame, splitFrames } from './multiplexed-log.ts';
import { parseStampedText } from './stamped-text.ts';

const NS_PER_MS = 1_000_000n;
const NEWLINE = 0x0a;
/** dockerd cuts lines at a quarter of this, but the pieces of a terminal's line follow each other without an end. */
const LONGEST_TTY_LINE = 65_536;

interface OpenLog {
  stream: AsyncIterable<Buffer>;
  /** A terminal's log has no frames. */
  tty: boolean;
}

/**
 * The lines of a container from a place in its log on, as they are written. Ends when the container has stopped and its
 * log is read. @throws RuntimeFault, and the signal's reason
 */
export async function* followLog(
  client: DockerClient,
  id: string,
  from: LogStart,
  signal: AbortSignal,
): AsyncGenerator<ContainerLogLine> {
  const doing = `follow the log of container ${id.slice(0, 12)}`;
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  const first = 'after' in from ? BigInt(from.after) + 1n : BigInt(from.sinceMs) * NS_PER_MS;
  try {
    const log = await client.call(
      async (docker): Promise<OpenLog> => {
        const container = docker.getContainer(id);
        const { Config } = ContainerInspect.parse(await container.inspect({ abortSignal: until }));
        const since = Number(first / 1_000_000_000n);
        const wanted = { follow: true, stdout: true, stderr: true, timestamps: true } as const;
        const stream = await container.logs({ ...wanted, since, abortSignal: until });
        return { stream: stream as AsyncIterable<Buffer>, tty: Config.Tty };
      },
      { doing, signal },
    );
    for await (const frame of wholeLines(log.tty ? terminalLines(log.stream) : frames(log.stream))) {
      const { nanoseconds, text } = parseStampedText(frame.content.toString('utf8'));
      if (nanoseconds < first) continue;
      const time = { timestampMs: Number(nanoseconds / NS_PER_MS), subMs: Number(nanoseconds % NS_PER_MS) };
      yield { position: String(nanoseconds), ...time, stream: frame.stream, text: text.trimEnd() };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw dockerFault(error, doing);
  } finally {
    ending.abort();
  }
}

async function* frames(stream: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const split = splitFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    rest = split.rest;
    yield* split.frames;
  }
}

async function* terminalLines(stream: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield { stream: 'stdout', content: rest.subarray(0, end + 1) };
      rest = rest.subarray(end + 1);
    }
    if (rest.length > LONGEST_TTY_LINE) {
      yield { stream: 'stdout', content: rest };
      rest = Buffer.alloc(0);
    }
  }
}

/** dockerd cuts lines at 16 kB, each piece in a frame of its own: the first piece stands for its line. */
async function* wholeLines(pieces: AsyncIterable<LogFrame>): AsyncGenerator<LogFrame> {
  const within = { stdout: false, stderr: false };
  for await (const piece of pieces) {
    const continued = within[piece.stream];
    within[piece.stream] = piece.content.at(-1) !== NEWLINE;
    if (!continued) yield piece;
  }
}

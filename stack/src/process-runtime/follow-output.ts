import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type ContainerLogLine, type LogStart } from '@noderr/agent';

const LOOK_EVERY_MS = 200;
const PIECE_BYTES = 65_536;
const NEWLINE = 0x0a;
/** As dockerd has it. */
const LONGEST_LINE = 16_384;

/**
 * The lines of a file that a container appends its output to, as they are written; a position is the byte after the line.
 * The file has no times: a line has that at which it was read. Ends when `isRunning` says no and all is read.
 */
export async function* followOutput(
  path: string,
  from: LogStart,
  isRunning: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<ContainerLogLine> {
  const file = await openWhenThere(path, isRunning, signal);
  if (file === null) return;
  try {
    let offset = await firstByte(file, from);
    for (let ended = false; !ended;) {
      // asked before the file is read, so that nothing written meanwhile is left behind
      ended = !isRunning();
      for (let piece = await linesAt(file, offset); piece.end > offset; piece = await linesAt(file, offset)) {
        yield* piece.lines;
        offset = piece.end;
      }
      if (!ended) await delay(LOOK_EVERY_MS, undefined, { signal });
    }
  } finally {
    await file.close();
  }
}

async function openWhenThere(path: string, isRunning: () => boolean, signal: AbortSignal): Promise<FileHandle | null> {
  for (;;) {
    const ended = !isRunning();
    try {
      return await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (ended) return null;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Of a file without times only its own is known: one that is older begins at its present end. */
async function firstByte(file: FileHandle, from: LogStart): Promise<number> {
  if ('after' in from) return Number(from.after);
  const { birthtimeMs, size } = await file.stat();
  return birthtimeMs >= from.sinceMs ? 0 : size;
}

/** The whole lines that begin at a byte; a line that does not end within the piece is cut. */
async function linesAt(file: FileHandle, offset: number): Promise<{ lines: ContainerLogLine[]; end: number }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, offset);
  const lines: ContainerLogLine[] = [];
  let begin = 0;
  for (let end = lineEnd(buffer, begin, bytesRead); end !== null; end = lineEnd(buffer, begin, bytesRead)) {
    const text = buffer.toString('utf8', begin, Math.min(end - 1, begin + LONGEST_LINE));
    lines.push({ position: String(offset + end), timestampMs: Date.now(), stream: 'stdout', text });
    begin = end;
  }
  return { lines, end: offset + begin };
}

/** The byte after a line; null while it is not there yet. */
function lineEnd(buffer: Buffer, begin: number, size: number): number | null {
  const newline = buffer.subarray(0, size).indexOf(NEWLINE, begin);
  if (newline !== -1) return newline + 1;
  return begin === 0 && size === PIECE_BYTES ? size : null;
}

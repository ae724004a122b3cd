import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerLogLine, type LogStart } from '@noderr/agent';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followOutput } from '../src/process-runtime/follow-output.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-output-'));
  path = join(folder, 'output.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const START: LogStart = { sinceMs: 0 };

async function read(from: LogStart, running: () => boolean = () => false): Promise<ContainerLogLine[]> {
  const lines: ContainerLogLine[] = [];
  for await (const line of followOutput(path, from, running, AbortSignal.timeout(30_000))) lines.push(line);
  return lines;
}

describe('the output of a container that is a process', () => {
  it('is read to its end, and on from any line', async () => {
    writeFileSync(path, 'one\n\ntwo\r\nthree, not yet');
    const lines = await read(START);
    expect(lines.map(({ text }) => text)).toEqual(['one', '', 'two\r']);
    appendFileSync(path, ' whole\nfour\n');
    const rest = await read({ after: lines.at(-1)?.position ?? '' });
    expect(rest.map(({ text }) => text)).toEqual(['three, not yet whole', 'four']);
    expect(await read({ after: rest.at(-1)?.position ?? '' })).toEqual([]);
  });

  it('is followed while the process runs, its last words included', async () => {
    let looks = 0;
    const lines = await read(START, () => {
      looks += 1;
      if (looks === 2) writeFileSync(path, 'hello\n');
      if (looks === 4) appendFileSync(path, 'bye\n');
      return looks < 4;
    });
    expect(lines.map(({ text }) => text)).toEqual(['hello', 'bye']);
  });

  it('is none where nothing was ever written', async () => {
    expect(await read(START)).toEqual([]);
  });

  it('that is older than what is wanted begins at its present end', async () => {
    writeFileSync(path, 'old\n');
    expect(await read({ sinceMs: Date.now() + 60_000 })).toEqual([]);
  });

  it('has long lines cut and loses none after them', async () => {
    writeFileSync(path, `${'x'.repeat(20_000)}\n${'y'.repeat(200_000)}\nend\n`);
    const lines = await read(START);
    expect(lines.every(({ text }) => text.length <= 16_384)).toBe(true);
    expect(lines.map(({ text }) => text.slice(0, 3)).filter((text) => !text.startsWith('y'))).toEqual(['xxx', 'end']);
  });
});

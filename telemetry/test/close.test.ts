import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('close leaves nothing that keeps the process alive, with a profile running', async () => {
  const service = fileURLToPath(new URL('../src/testing/closing-service.ts', import.meta.url));
  const child = spawn(process.execPath, [service], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 50_000 });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message),
  ).toEqual(['closed']);
});

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { withMachineLock } from '../src/process/machine-lock.ts';

const never = new AbortController().signal;
const LOCK = new URL('../src/process/machine-lock.ts', import.meta.url).href;

/** Another process that holds the lock and says so. */
async function holder(name: string): Promise<{ kill(): Promise<void> }> {
  const program = `
    const { withMachineLock } = await import(${JSON.stringify(LOCK)});
    await withMachineLock(${JSON.stringify(name)}, new AbortController().signal, () => {
      process.stdout.write('held');
      return new Promise((resolve) => setInterval(resolve, 2 ** 31 - 1));
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

it('is held by one at a time', async () => {
  const name = randomUUID();
  let inside = 0;
  let most = 0;
  await Promise.all(
    [1, 2, 3, 4].map(() =>
      withMachineLock(name, never, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
});

it('keeps others out while its holder lives, and is free when the holder was killed', async () => {
  const name = randomUUID();
  const other = await holder(name);
  const patience = AbortSignal.timeout(300);
  await expect(withMachineLock(name, patience, () => Promise.resolve('in'))).rejects.toThrow();
  await other.kill();
  expect(await withMachineLock(name, never, () => Promise.resolve('in'))).toBe('in');
});

it('is free again after work that failed', async () => {
  const name = randomUUID();
  await expect(withMachineLock(name, never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withMachineLock(name, never, () => Promise.resolve('in'))).toBe('in');
});

import { describe, expect, it } from 'vitest';
import { InterruptedError, unlessInterrupted } from './interruption.ts';

describe('work that may be interrupted', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController();
    await expect(unlessInterrupted(signal, Promise.resolve(7))).resolves.toBe(7);
    await expect(unlessInterrupted(signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('rejects with the interruption, be it before or in the middle', async () => {
    const controller = new AbortController();
    const waiting = unlessInterrupted(controller.signal, new Promise(() => undefined));
    controller.abort(new InterruptedError('stopped by SIGINT'));
    await expect(waiting).rejects.toThrow(InterruptedError);
    await expect(unlessInterrupted(controller.signal, Promise.resolve(7))).rejects.toThrow('stopped by SIGINT');
  });
});

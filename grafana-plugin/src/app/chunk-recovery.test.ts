import { describe, expect, it } from 'vitest';
import { chunkLoaded, isChunkLoadError, type Marks, mayReload } from './chunk-recovery.ts';

function memory(): Marks {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

describe('chunk recovery', () => {
  it('reloads once, and again only after a chunk has loaded', () => {
    const marks = memory();
    expect(mayReload(marks)).toBe(true);
    expect(mayReload(marks)).toBe(false);
    chunkLoaded(marks);
    expect(mayReload(marks)).toBe(true);
  });

  it('does not reload where nothing can be remembered', () => {
    const broken: Marks = {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => undefined,
      removeItem: () => undefined,
    };
    expect(mayReload(broken)).toBe(false);
  });

  it('knows a chunk that is gone from any other fault', () => {
    const gone = new Error('Loading chunk home failed.');
    gone.name = 'ChunkLoadError';
    expect(isChunkLoadError(gone)).toBe(true);
    expect(isChunkLoadError(new Error('Failed to fetch dynamically imported module: x'))).toBe(true);
    expect(isChunkLoadError(new TypeError('x is not a function'))).toBe(false);
  });
});

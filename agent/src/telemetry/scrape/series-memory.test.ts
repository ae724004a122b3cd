import { describe, expect, it } from 'vitest';
import { MOST_DIFFERENT, SeriesMemory } from './series-memory.ts';

function wholeScrapes(memory: SeriesMemory, count: number, series: (scrape: number) => string[]): number {
  let admitted = 0;
  for (let scrape = 0; scrape < count; scrape += 1) {
    memory.next();
    admitted = series(scrape).filter((one) => memory.admits(one)).length;
  }
  return admitted;
}

const names = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

describe('the memory of a container’s series', () => {
  it('takes the same ones for ever', () => {
    const memory = new SeriesMemory();
    expect(wholeScrapes(memory, 1_000, () => names(MOST_DIFFERENT, 'same'))).toBe(MOST_DIFFERENT);
  });

  it('takes no further ones when there were enough, and goes on with those that it knows', () => {
    const memory = new SeriesMemory();
    wholeScrapes(memory, 1, () => names(150, 'same'));
    const admitted = wholeScrapes(memory, 100, (scrape) => [...names(150, 'same'), ...names(10, `fresh ${scrape} `)]);
    expect(admitted).toBe(150);
  });

  it('has room again an hour or two after others came for the last time', () => {
    const memory = new SeriesMemory();
    wholeScrapes(memory, 1, () => names(MOST_DIFFERENT, 'old'));
    expect(wholeScrapes(memory, 200, () => names(150, 'new'))).toBe(0);
    expect(wholeScrapes(memory, 400, () => names(150, 'new'))).toBe(150);
  });
});

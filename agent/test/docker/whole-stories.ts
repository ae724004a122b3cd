import { type UpdateEvent } from '@noderr/protocol';
import { expect } from 'vitest';

/** Fails unless there are so many attempts, each told in gapless events that end in its one outcome. */
export function expectWholeStories(events: readonly UpdateEvent[], attempts: number): void {
  const stories = Map.groupBy(events, ({ attemptId }) => attemptId);
  expect(stories.size).toBe(attempts);
  for (const story of stories.values()) {
    const inOrder = story.toSorted((a, b) => a.n - b.n);
    expect(inOrder.map(({ n }) => n)).toEqual(inOrder.map((_, n) => n));
    expect(inOrder.map(({ kind }) => kind)).toEqual([...inOrder.slice(1).map(() => 'state'), 'outcome']);
  }
}

import { expect, it } from 'vitest';
import { createHubClock } from './hub-clock.ts';

it('follows the hub, not the browser, and ignores network jitter', () => {
  const clock = createHubClock(() => 10_000);
  clock.observe(70_000);
  expect(clock.now()).toBe(70_000);
  clock.observe(70_200);
  expect(clock.now()).toBe(70_000);
});

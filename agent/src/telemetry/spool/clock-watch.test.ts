import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createClockWatch } from './clock-watch.ts';

function watched(): { clock: FakeClock; jump: (ms: number) => void; settled: () => boolean } {
  const clock = new FakeClock();
  let jumped = 0;
  const watch = createClockWatch({
    now: () => (clock.now() + jumped) as ReturnType<FakeClock['now']>,
    monotonic: () => clock.monotonic(),
  });
  return {
    clock,
    jump: (ms) => {
      jumped += ms;
    },
    settled: () => watch.settled(),
  };
}

describe('the watch on the clock', () => {
  it('trusts a clock that goes on, however long nobody looked', () => {
    const { clock, settled } = watched();
    clock.advance(86_400_000);
    expect(settled()).toBe(true);
  });

  it.each([15 * 60_000, -15 * 60_000])('distrusts it for two minutes after a jump of %d ms', (ms) => {
    const { clock, jump, settled } = watched();
    jump(ms);
    expect(settled()).toBe(false);
    clock.advance(119_000);
    expect(settled()).toBe(false);
    clock.advance(1_000);
    expect(settled()).toBe(true);
  });

  it('is not alarmed by a correction of seconds', () => {
    const { jump, settled } = watched();
    jump(30_000);
    expect(settled()).toBe(true);
  });
});

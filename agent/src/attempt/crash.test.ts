import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Killed, KillSwitch } from '../testing/kill-switch.ts';
import { type Story, STORIES, wrongsOf } from '../testing/stories.ts';
import { type TestNode } from '../testing/test-node.ts';

/** Runs a process until it dies at its n-th point or comes to rest; true if it died. */
async function runAndKill(node: TestNode, after: number): Promise<boolean> {
  const kill = new KillSwitch(after);
  try {
    const process = node.start(kill);
    await process.settle();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return kill.dead;
}

async function pointsOf(story: Story): Promise<number> {
  const node = await story.begin();
  const process = node.start();
  await process.settle();
  return process.kill.passed;
}

/** One start of the agent is enough to have a set running again. */
async function expectUp(node: TestNode, story: Story, when: string): Promise<void> {
  await node.start().settle();
  if (story.neverDown) expect(node.world.running().length, when).toBe(node.templates.length);
}

describe.each(STORIES)('$name', (story) => {
  it('ends well when nothing happens', async () => {
    const node = await story.begin();
    const before = node.outcomes().length;
    await node.settleForLong();
    expect(wrongsOf(node, story)).toEqual([]);
    expect(node.outcomes()[before]?.outcome).toBe(story.outcome);
  });

  it('ends well whenever the agent is killed', async () => {
    const points = await pointsOf(story);
    expect(points).toBeGreaterThan(20);
    for (let after = 0; after < points; after += 1) {
      const node = await story.begin();
      expect(await runAndKill(node, after), `killed at ${after}`).toBe(true);
      await expectUp(node, story, `killed at ${after} of ${points}`);
      await node.settleForLong();
      expect(wrongsOf(node, story), `killed at ${after} of ${points}`).toEqual([]);
    }
  });

  it('ends well whenever the host goes down', async () => {
    const points = await pointsOf(story);
    for (let after = 0; after < points; after += 1) {
      const node = await story.begin();
      await runAndKill(node, after);
      node.world.reboot();
      node.clock.reboot();
      await expectUp(node, story, `down at ${after} of ${points}`);
      await node.settleForLong();
      expect(wrongsOf(node, story), `down at ${after} of ${points}`).toEqual([]);
    }
  });

  it('ends well when the agent is killed again and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat(60), reboot: fc.boolean(), pauseMs: fc.nat(120_000) }), { maxLength: 6 }),
        async (kills) => {
          const node = await story.begin();
          for (const { after, reboot, pauseMs } of kills) {
            await runAndKill(node, after);
            if (reboot) {
              node.world.reboot();
              node.clock.reboot();
            }
            node.clock.advance(pauseMs);
          }
          await node.settleForLong();
          expect(wrongsOf(node, story)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

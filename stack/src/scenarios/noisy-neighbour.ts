import { longestGap, SAMPLE_INTERVAL_S, sampledAt, untilSampled } from './node-series.ts';
import { rawSender } from './raw-sender.ts';
import { establish, expect, type Story } from './story.ts';
import { watchOf } from './watched-story.ts';

/** The hub's `ingestSamplesPerSecond`, and a minute of it at once. */
const LIMIT_PER_S = 1_000;
const TIMES = 10;
const BATCH = 2_000;
const NOISE_S = 90;
/** A neighbour may be late by one sample and a busy machine. */
const TOLERANCE_S = 2 * SAMPLE_INTERVAL_S;

/** One node pushes ten times what it may: it is told to wait, and the samples of the others arrive as ever. */
export async function noisyNeighbour(story: Story): Promise<void> {
  const { stack, say } = story;
  const { prometheus } = watchOf(story);
  const [noisy, ...others] = stack.fleet;
  if (!noisy || others.length === 0) throw new Error('this story needs two nodes');
  await establish(story);
  for (const node of others) {
    await untilSampled(prometheus, node);
  }

  const sender = rawSender(stack, noisy);
  const startedAt = Date.now();
  const answers = { accepted: 0, later: 0 };
  while (Date.now() - startedAt < NOISE_S * 1000) {
    const elapsedS = (Date.now() - startedAt) / 1000;
    const due = Math.floor((LIMIT_PER_S * TIMES * elapsedS) / BATCH) - answers.accepted - answers.later;
    if (due <= 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const timestampMs = Date.now();
    const batch = Array.from({ length: BATCH }, (_, index) => ({
      ...{ name: 'scenario_noise', labels: { n: String(index % 100) }, value: index },
      timestampMs: timestampMs - Math.floor(index / 100),
    }));
    const answer = await sender.samples(batch);
    if (answer.kind !== 'accepted' && answer.kind !== 'later') {
      throw new Error(`the hub answered ${answer.kind}: ${answer.detail}`);
    }
    answers[answer.kind] += 1;
  }
  say(`${noisy.name} pushed ${TIMES} times its limit: ${answers.accepted} batches taken, ${answers.later} put off`);
  expect(answers.later > answers.accepted, 'most of it to be put off');
  for (const node of others) {
    const times = await sampledAt(prometheus, node, NOISE_S);
    const newest = Date.now() / 1000 - (times.at(-1) ?? 0);
    say(`${node.name}: ${times.length} samples, longest gap ${longestGap(times).toFixed(0)} s`);
    expect(longestGap(times) <= TOLERANCE_S && newest <= TOLERANCE_S, `${node.name} to be unharmed`);
  }
}

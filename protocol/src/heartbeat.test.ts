import { describe, expect, it } from 'vitest';
import { Heartbeat, MAX_HEARTBEAT_BYTES } from './heartbeat.ts';

const HEX = `0x${'a'.repeat(64)}`;
const ATTEMPT = { id: crypto.randomUUID(), from: 10, to: 11, rolloutId: 99, seq: 99, startedAt: 1_800_000_000_000 };
const TELEMETRY = { lagS: { metrics: 126_000, logs: null }, droppedTotal: 1_000_000_000_000 };

const fullest = {
  ...{ boot: crypto.randomUUID(), n: 100_000_000, at: 1_800_000_000_000, agentVersion: '100.100.100' },
  runtime: 'process',
  state: {
    ...{ name: 'rolling-back', attempt: ATTEMPT, since: 1_800_000_000_000, phase: 'restoring' },
    ...{ verdictAt: 1_800_000_000_000, code: 'health/http-unreachable' },
  },
  ...{ committed: 10, version: '100.100.100', kept: [7, 8, 9] },
  chain: { seq: 99, rolloutId: 99, headHash: HEX, height: 1_000_000_000, blockTime: 1_800_000_000 },
  services: ['a', 'b', 'c', 'd'].map((first) => ({
    service: first.repeat(32),
    healthy: false,
    code: 'health/http-unreachable',
  })),
  hold: { by: 'operator', until: 1_800_000_000_000 },
  cannotFollow: { releaseId: 11, code: 'x'.repeat(40) },
  failed: { releaseId: 11, code: 'health/http-unreachable' },
  ...{ clockOffsetMs: -1_000_000, unsafe: false, telemetry: TELEMETRY },
};

describe('a heartbeat', () => {
  it('may say how far the telemetry is behind', () => {
    expect(Heartbeat.parse(fullest).telemetry).toEqual(TELEMETRY);
  });

  it('of an agent that ships nothing is one all the same', () => {
    const { telemetry, ...older } = fullest;
    expect(telemetry).toBeDefined();
    expect(Heartbeat.parse(older)).not.toHaveProperty('telemetry');
  });

  it('is taken with fields that a newer agent adds, without them', () => {
    expect(Heartbeat.parse({ ...fullest, later: true })).not.toHaveProperty('later');
  });

  it('fits its limit at its fullest', () => {
    expect(JSON.stringify(fullest).length).toBeLessThan(MAX_HEARTBEAT_BYTES);
  });
});

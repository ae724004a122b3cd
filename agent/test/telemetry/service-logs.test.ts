import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContainerLogLine, type LogStart } from '../../src/runtime/container-runtime.ts';
import { RuntimeFault } from '../../src/runtime/runtime-fault.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { CpuMeter } from '../../src/telemetry/cpu-meter.ts';
import { LogIntake } from '../../src/telemetry/logs/log-intake.ts';
import { type HostClock, LogPositions } from '../../src/telemetry/logs/log-positions.ts';
import { followServiceLogs, type LoggedContainer } from '../../src/telemetry/logs/service-logs.ts';
import { FakeRuntime } from '../../src/testing/fake-runtime.ts';
import { FakeWorld } from '../../src/testing/fake-world.ts';
import { KillSwitch } from '../../src/testing/kill-switch.ts';
import { digestOf, SAMPLE_NODE, sampleTemplate } from '../../src/testing/sample-chain.ts';
import { until } from './until.ts';

let folder: string;
let world: FakeWorld;
let runtime: FakeRuntime;
/** What reached the spool, over all runs of the agent. */
let taken: string[];
let containers: LoggedContainer[];
let flooded: number;
/** How far the host's clock is ahead; milliseconds. */
let aheadMs: number;
const system = createSystemClock();
const host = { nowMs: () => Date.now() + aheadMs, monotonic: () => system.monotonic() };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-logs-'));
  world = new FakeWorld();
  runtime = new FakeRuntime(world, new KillSwitch());
  taken = [];
  containers = [];
  flooded = 0;
  aheadMs = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function startContainer(name: string): Promise<string> {
  world.images.add(digestOf(1));
  const { id } = await runtime.create({
    name,
    image: { host: 'registry.example', repository: 'noderr/oracle', digest: digestOf(1) },
    template: { ...sampleTemplate(), mounts: [] },
    labels: { nodeId: SAMPLE_NODE, service: name, releaseId: null, attemptId: null, data: 'compatible' },
    restartPolicy: 'no',
    volumes: new Map(),
  });
  await runtime.start(id);
  return id;
}

function write(id: string, ...lines: string[]): void {
  world.logs.set(id, [...(world.logs.get(id) ?? []), ...lines]);
}

/** An agent that follows logs until its end is awaited; its rests, which are cut short, are written down. */
function follow(rests: number[] = []): { end(): Promise<void> } {
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    rests.push(ms);
    return system.sleep(Math.min(ms, 50), signal);
  };
  const clock = { ...system, sleep };
  const sink = {
    log: ({ service, line }: { service: string; line: string }) => taken.push(`${service}: ${line}`),
    flooded: () => (flooded += 1),
  };
  const closing = new AbortController();
  const running = followServiceLogs(
    {
      ...{ runtime, clock, logger: pino({ level: 'silent' }), containers: () => containers },
      ...{ host, positions: new LogPositions(join(folder, 'positions.json'), host) },
      intake: new LogIntake({ sink, clock, meter: new CpuMeter() }),
    },
    closing.signal,
  );
  return {
    async end() {
      closing.abort(new Error('closed'));
      await running;
    },
  };
}

function untilTaken(count: number): Promise<void> {
  return until(`${count} lines`, () => taken.length >= count);
}

function at(nowMs: number): HostClock {
  return { ...host, nowMs: () => nowMs };
}

/** Logs as dockerd has them: nothing is told that is stamped before the place from which it was asked. */
class StampedLogs {
  readonly #lines: { ns: bigint; text: string }[] = [];
  opened = 0;

  write(text: string): void {
    this.#lines.push({ ns: BigInt(host.nowMs()) * 1_000_000n + BigInt(this.#lines.length), text });
  }

  async *follow(_id: string, from: LogStart, signal: AbortSignal): AsyncGenerator<ContainerLogLine> {
    const first = 'after' in from ? BigInt(from.after) + 1n : BigInt(from.sinceMs) * 1_000_000n;
    this.opened += 1;
    for (let next = 0; ;) {
      for (; next < this.#lines.length; next += 1) {
        const { ns, text } = this.#lines[next] ?? { ns: 0n, text: '' };
        if (ns < first) continue;
        yield { position: String(ns), timestampMs: Number(ns / 1_000_000n), stream: 'stdout', text };
      }
      await delay(5, undefined, { signal });
    }
  }
}

describe('the logs of services on a host whose clock is set back', () => {
  const HOURS_MS = 2 * 3_600_000;
  let logs: StampedLogs;
  beforeEach(() => {
    logs = new StampedLogs();
    runtime.followLogs = (id, from, signal) => logs.follow(id, from, signal);
    containers = [{ service: 'oracle', containerId: 'c1', role: 'present' }];
    aheadMs = HOURS_MS;
  });

  /** Reads two lines of a clock that is ahead. */
  async function readAhead(): Promise<void> {
    const agent = follow();
    await until('the log to be opened', () => logs.opened === 1);
    logs.write('one');
    logs.write('two');
    await untilTaken(2);
    await agent.end();
  }

  it('go on with every line once while the agent follows them', async () => {
    await readAhead();
    const agent = follow();
    await until('the log to be opened', () => logs.opened === 2);
    aheadMs = 0;
    logs.write('three');
    await untilTaken(3);
    logs.write('four');
    await untilTaken(4);
    await agent.end();
    expect(taken).toEqual(['one', 'two', 'three', 'four'].map((text) => `oracle: ${text}`));
  });

  it('go on with every line once over a restart of the agent', async () => {
    await readAhead();
    aheadMs = 0;
    logs.write('three');
    const agent = follow();
    await untilTaken(3);
    logs.write('four');
    await untilTaken(4);
    await agent.end();
    expect(taken).toEqual(['one', 'two', 'three', 'four'].map((text) => `oracle: ${text}`));
  });
});

describe('the logs of the services', () => {
  it('are followed over a swap, the last words of the old container included', async () => {
    const old = await startContainer('old');
    containers = [{ service: 'oracle', containerId: old, role: 'present' }];
    const agent = follow();
    write(old, 'one');
    await untilTaken(1);
    const next = await startContainer('next');
    write(old, 'stopping');
    await runtime.stop(old);
    write(next, 'starting');
    containers = [
      { service: 'oracle', containerId: next, role: 'present' },
      { service: 'oracle', containerId: old, role: 'kept' },
    ];
    await untilTaken(3);
    await agent.end();
    expect(taken.sort()).toEqual(['oracle: one', 'oracle: starting', 'oracle: stopping']);
  });

  it('go on over a restart of the agent with every line once', async () => {
    const id = await startContainer('node');
    containers = [{ service: 'oracle', containerId: id, role: 'present' }];
    for (let run = 0; run < 5; run += 1) {
      write(id, `while down ${run}`);
      const agent = follow();
      write(id, `while up ${run}`);
      await untilTaken(2 * run + 2);
      await agent.end();
    }
    const all = [0, 1, 2, 3, 4].flatMap((run) => [`oracle: while down ${run}`, `oracle: while up ${run}`]);
    expect(taken).toEqual(all);
  });

  it('go on after the last line when Docker breaks off', async () => {
    const id = await startContainer('node');
    containers = [{ service: 'oracle', containerId: id, role: 'present' }];
    const whole = runtime.followLogs.bind(runtime);
    let breaks = 0;
    runtime.followLogs = async function* (containerId, from, signal) {
      for await (const line of whole(containerId, from, signal)) {
        yield line;
        if (line.text !== 'two') continue;
        breaks += 1;
        throw new RuntimeFault('docker/unreachable', 'gone');
      }
    };
    write(id, 'one', 'two', 'three');
    const agent = follow();
    await untilTaken(3);
    await agent.end();
    expect([taken, breaks]).toEqual([['oracle: one', 'oracle: two', 'oracle: three'], 1]);
  });

  it('are read with rests while a service floods its log, and each line is counted', async () => {
    const id = await startContainer('noisy');
    containers = [{ service: 'oracle', containerId: id, role: 'present' }];
    write(id, ...Array.from({ length: 20_000 }, (_, n) => `line ${n}`));
    const rests: number[] = [];
    const agent = follow(rests);
    await until('the end of the flood', () => taken.length + flooded === 20_000);
    await agent.end();
    expect(taken.length).toBeGreaterThanOrEqual(6_000);
    expect(rests.filter((ms) => ms === 100)).toHaveLength(Math.floor(flooded / 1_000));
  });

  it('of containers that are gone leave nothing behind', async () => {
    const id = await startContainer('node');
    containers = [{ service: 'oracle', containerId: id, role: 'present' }];
    const first = follow();
    write(id, 'one');
    await untilTaken(1);
    await first.end();
    expect(readFileSync(join(folder, 'positions.json'), 'utf8')).toContain(id);
    containers = [];
    const second = follow();
    await second.end();
    expect(JSON.parse(readFileSync(join(folder, 'positions.json'), 'utf8'))).toMatchObject({ after: {} });
  });

  it('are read from now on where there is no file of positions', () => {
    expect(new LogPositions(join(folder, 'positions.json'), at(7)).startOf('c1')).toEqual({ sinceMs: 7 });
  });

  it.each(['', '{"sinceMs":', '\0'.repeat(100)])(
    'are read from when the file of positions was written where a power cut has left %j of it',
    (left) => {
      const path = join(folder, 'positions.json');
      writeFileSync(path, left);
      utimesSync(path, 1_000, 1_000);
      expect(new LogPositions(path, host).startOf('c1')).toEqual({ sinceMs: 1_000_000 - 60_000 });
      expect(new LogPositions(path, at(7)).startOf('c1')).toEqual({ sinceMs: 7 });
    },
  );
});

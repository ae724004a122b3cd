import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RuntimeFault } from '../../src/runtime/runtime-fault.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { CpuMeter } from '../../src/telemetry/cpu-meter.ts';
import { LogIntake } from '../../src/telemetry/logs/log-intake.ts';
import { LogPositions } from '../../src/telemetry/logs/log-positions.ts';
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

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-logs-'));
  world = new FakeWorld();
  runtime = new FakeRuntime(world, new KillSwitch());
  taken = [];
  containers = [];
  flooded = 0;
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
  const system = createSystemClock();
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
      positions: new LogPositions(join(folder, 'positions.json'), 0),
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
    expect(JSON.parse(readFileSync(join(folder, 'positions.json'), 'utf8'))).toEqual({ sinceMs: 0, after: {} });
  });

  it('are read from now on where there is no file of positions', () => {
    expect(new LogPositions(join(folder, 'positions.json'), 7).startOf('c1')).toEqual({ sinceMs: 7 });
  });

  it.each(['', '{"sinceMs":', '\0'.repeat(100)])(
    'are read from when the file of positions was written where a power cut has left %j of it',
    (left) => {
      const path = join(folder, 'positions.json');
      writeFileSync(path, left);
      utimesSync(path, 1_000, 1_000);
      expect(new LogPositions(path, Date.now()).startOf('c1')).toEqual({ sinceMs: 1_000_000 - 60_000 });
      expect(new LogPositions(path, 7).startOf('c1')).toEqual({ sinceMs: 7 });
    },
  );
});

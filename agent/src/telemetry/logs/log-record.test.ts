import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { KeyBlock } from './key-block.ts';
import { LogIntake } from './log-intake.ts';
import { type CpuMeter } from '../cpu-meter.ts';
import { type LogLine } from '../log-line.ts';
import { logRecordOf } from './log-record.ts';

describe('a line of a log', () => {
  it('of pino becomes level, message and fields', () => {
    const text = JSON.stringify({
      level: 40,
      time: 1_764_000_000_000,
      pid: 7,
      hostname: 'x',
      msg: 'peer lost',
      peers: 3,
      'peer.name': 'a',
      err: { type: 'Error', message: 'gone' },
      nothing: null,
    });
    expect(logRecordOf(text)).toEqual({
      level: 'warn',
      line: 'peer lost',
      metadata: { peers: '3', peer_name: 'a', err: '{"type":"Error","message":"gone"}' },
    });
  });

  it('of other JSON stands for itself', () => {
    expect(logRecordOf('{"height":7}')).toEqual({ level: 'info', line: '{"height":7}', metadata: {} });
  });

  it.each([
    ['{"level":"error","message":"a"}', 'error'],
    ['{"level":10,"message":"a"}', 'trace'],
    ['{"level":60,"message":"a"}', 'fatal'],
    ['{"level":999,"message":"a"}', 'fatal'],
    ['{"severity":"CRITICAL","message":"a"}', 'fatal'],
    ['INFO [11-24|09:00:00.000] Imported new chain segment', 'info'],
    ['2026-11-24T09:00:00.123Z WARN slow peer', 'warn'],
    ['EROR[11-24|09:00:00] Bad block', 'error'],
    ['time=09:00 level=debug msg="x"', 'debug'],
    ['\u001b[31mERROR\u001b[0m it broke', 'error'],
    ['there was no ERROR at all', 'info'],
    ['plain words', 'info'],
  ])('%s is %s', (text, level) => {
    expect(logRecordOf(text).level).toBe(level);
  });

  it('is redacted before anything else is done with it', () => {
    const json = JSON.stringify({
      level: 30,
      msg: 'connecting to https://user:hunter2@rpc.example/v3/key',
      password: 'hunter2',
      nested: { joinToken: 'abc' },
    });
    for (const { line, metadata } of [json, `cannot reach https://user:hunter2@rpc.example`].map(logRecordOf)) {
      expect(JSON.stringify([line, metadata])).not.toMatch(/hunter2|abc/);
    }
  });

  it('cannot say that another service or node wrote it', () => {
    const { metadata } = logRecordOf('{"msg":"a","service":"b","node_id":"c","tier":"d","cluster":"e","node.id":"f"}');
    expect(metadata).toEqual({});
  });
});

describe('a private key that is printed over several lines', () => {
  it('is covered from its second line to its last', () => {
    const block = new KeyBlock();
    const lines = [
      'before',
      '-----BEGIN EC PRIVATE KEY-----',
      'MHcC',
      '{"a":1}',
      '-----END EC PRIVATE KEY-----',
      'after',
    ];
    expect(lines.map((line) => block.covers(line))).toEqual([false, false, true, false, true, false]);
  });

  it('is covered also where its beginning was read before a restart', () => {
    expect(new KeyBlock().covers('MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj')).toBe(true);
    expect(new KeyBlock().covers('imported block 7 with 12 transactions')).toBe(false);
  });

  it('does not silence a log for ever when its end never comes', () => {
    const block = new KeyBlock();
    block.covers('-----BEGIN PRIVATE KEY-----');
    const covered = Array.from({ length: 300 }, () => block.covers('x')).filter(Boolean);
    expect(covered).toHaveLength(256);
  });
});

/** Work that costs no time, however slow the machine is. */
const FREE = { seconds: 0, measure: <T>(work: () => T): T => work() };

describe('what is taken of a log', () => {
  function intake(meter: Pick<CpuMeter, 'measure' | 'seconds'> = FREE): {
    intake: LogIntake;
    lines: LogLine[];
    floods: () => number;
  } {
    const lines: LogLine[] = [];
    let floods = 0;
    const clock = Object.assign(new FakeClock(), { offsetMs: () => 1_000 });
    return {
      lines,
      floods: () => floods,
      intake: new LogIntake({
        ...{ clock, meter },
        sink: { log: (line: LogLine) => lines.push(line), flooded: () => (floods += 1) },
      }),
    };
  }

  it('has the time of the corrected clock, its sender, and says when it came from standard error', () => {
    const { intake: subject, lines } = intake();
    const take = subject.of('oracle');
    take({ text: 'hello', timestampMs: 5_000, subMs: 7, stream: 'stderr' });
    take({ text: '', timestampMs: 5_001, stream: 'stdout' });
    expect(lines).toEqual([
      { timestampMs: 6_000, subMs: 7, service: 'oracle', level: 'info', line: 'hello', metadata: { stream: 'stderr' } },
    ]);
  });

  it('is bounded for each service, however often its log is begun anew', () => {
    const { intake: subject, lines, floods } = intake();
    for (const take of [subject.of('noisy'), subject.of('noisy'), subject.of('quiet')]) {
      for (let count = 0; count < 4_000; count += 1) take({ text: 'x', timestampMs: 1, stream: 'stdout' });
    }
    expect(lines.filter(({ service }) => service === 'quiet')).toHaveLength(4_000);
    expect([lines.length, floods()]).toEqual([10_000, 2_000]);
  });

  it('is fewer lines where each takes long to read, whatever makes it so', () => {
    const slow = {
      seconds: 0,
      measure<T>(work: () => T): T {
        slow.seconds += 0.01;
        return work();
      },
    };
    const { intake: subject, lines, floods } = intake(slow);
    const take = subject.of('hostile');
    for (let count = 0; count < 1_000; count += 1) take({ text: 'x', timestampMs: 1, stream: 'stdout' });
    // half a minute's worth of a twentieth of a core
    expect(lines).toHaveLength(1_500 / 10);
    expect(floods()).toBe(850);
  });
});

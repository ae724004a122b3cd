import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReceiverAnswer } from '../../src/testing/push-receiver.ts';
import { ShippingLab } from '../../src/testing/shipping-lab.ts';
import { type LogLine } from '../../src/telemetry/log-line.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let lab: ShippingLab;
beforeEach(async () => {
  lab = await ShippingLab.start();
});
afterEach(async () => {
  await lab.close();
});

function line(text: string, over: Partial<LogLine> = {}): LogLine {
  return { timestampMs: lab.clock.now(), service: 'oracle', level: 'info', line: text, metadata: { n: text }, ...over };
}

/** One source's samples every 15 s, and a line with each. */
function measure(forMs: number, samples = 3): number {
  const times = Math.round(forMs / 15_000);
  for (let n = 0; n < times; n += 1) {
    lab.clock.advance(15_000);
    lab.telemetry.sink.samples(lab.samples(samples));
    lab.telemetry.sink.log(line(`line ${n}`));
  }
  return times * (samples + 1);
}

async function untilEmpty(): Promise<void> {
  // what waits is older than nothing
  lab.clock.advance(1_000);
  await until('both spools to be sent', () => {
    const { metrics, logs } = lab.telemetry.status();
    return metrics.lagS === 0 && logs.lagS === 0;
  });
}

function arrivals(): number[] {
  return [...lab.receiver.times.values()];
}

function arrivedOnce(count: number): void {
  expect(lab.receiver.faults).toEqual([]);
  expect(arrivals()).toHaveLength(count);
  expect(arrivals().every((times) => times === 1)).toBe(true);
}

const taken: ReceiverAnswer = { status: 204 };
const refused: ReceiverAnswer = { status: 400, body: '{"code":"ingest/out-of-window","message":"too old"}' };
const down = (): ReceiverAnswer => ({ status: 503, headers: { 'retry-after': '5' } });

describe('shipping', () => {
  it('sends what is new at once, each sample and line once', async () => {
    lab.open();
    const count = measure(MINUTE);
    await untilEmpty();
    arrivedOnce(count);
    expect(lab.receiver.pushes.every(({ lane }) => lane === 'live')).toBe(true);
    expect(lab.telemetry.status()).toMatchObject({
      auth: 'accepted',
      metrics: { lagS: 0, lane: 'live', lastError: null, droppedTotal: {} },
      logs: { lagS: 0, lane: 'live', lastError: null, droppedTotal: {} },
    });
  });

  it('loses and doubles nothing over an outage of a day with two restarts, and sends the newest first', async () => {
    lab.receiver.answer = down;
    lab.open();
    let count = measure(8 * HOUR);
    for (let restart = 0; restart < 2; restart += 1) {
      await lab.stop();
      lab.open();
      count += measure(8 * HOUR);
    }
    await until('a push that fails', () => lab.telemetry.status().metrics.lastError !== null);
    const { metrics, logs } = lab.telemetry.status();
    expect(metrics).toMatchObject({ lane: 'backlog', lastPushAt: null, lastError: { code: 'ingest/failed' } });
    expect([metrics.lagS, logs.lagS]).toEqual([24 * 3600 - 15, 24 * 3600 - 15]);
    const newest = lab.clock.now();
    lab.receiver.answer = () => ({ status: 204 });
    await untilEmpty();
    arrivedOnce(count);
    expect([...lab.dropped]).toEqual([]);
    for (const signal of ['metrics', 'logs']) {
      const pushes = lab.receiver.pushes.filter((push) => push.signal === signal);
      const live = pushes.find(({ lane }) => lane === 'live');
      expect(Math.max(...(live?.records.map(({ ms }) => ms) ?? []))).toBe(newest);
      const backlog = pushes.filter(({ lane }) => lane === 'backlog').flatMap(({ records }) => records);
      const times = backlog.map(({ ms }) => ms);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it.each<[string, ReceiverAnswer]>([
    ['500', { status: 500 }],
    ['503 with a time', { status: 503, headers: { 'retry-after': '2' } }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['a login page', { status: 200, body: '<html>' }],
    ['a proxy that wants TLS', { status: 400, body: '<html>' }],
    ['a proxy without a route', { status: 404, body: 'no such page' }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['half an answer', 'garbage'],
  ])('keeps what is answered by %s, and sends it again', async (_, answer) => {
    let bad = 5;
    lab.receiver.answer = () => (bad-- > 0 ? answer : { status: 204 });
    lab.open();
    const count = measure(MINUTE);
    await untilEmpty();
    expect(bad).toBeLessThan(0);
    arrivedOnce(count);
    expect([...lab.dropped]).toEqual([]);
  });

  it('waits for a hub that answers late, with one request of each lane, and sends nothing twice', async () => {
    lab.receiver.answer = down;
    lab.open();
    let count = measure(6 * HOUR);
    await until('a push that fails', () => lab.telemetry.status().metrics.lastError !== null);
    const late = Promise.withResolvers<undefined>();
    lab.receiver.answer = () => ({ status: 204, after: late.promise });
    count += measure(HOUR);
    await until('a request of each lane of each signal', () => lab.receiver.open === 4);
    const { asked } = lab.receiver;
    count += measure(8 * HOUR);
    // two minutes of the lanes' own time
    await lab.clock.sleep(120_000, new AbortController().signal);
    expect([lab.receiver.open, lab.receiver.asked]).toEqual([4, asked]);
    lab.receiver.answer = () => ({ status: 204 });
    late.resolve(undefined);
    await untilEmpty();
    arrivedOnce(count);
    expect([...lab.dropped]).toEqual([]);
  });

  it('sends again what a hub has taken but answered too late, the same to the last digit, and loses nothing', async () => {
    const never = new Promise(() => undefined);
    let late = 8;
    lab.receiver.answer = () => (late-- > 0 ? { status: 204, after: never } : { status: 204 });
    lab.open({ pushTimeoutMs: 250 });
    const count = measure(10 * MINUTE);
    await until('answers that come too late', () => late <= 0);
    await untilEmpty();
    expect(lab.receiver.faults).toEqual([]);
    expect(arrivals()).toHaveLength(count);
    const unheard = new Set(lab.receiver.pushes.slice(0, 8).flatMap(({ records }) => records.map(({ key }) => key)));
    const again = [...lab.receiver.times].filter(([, times]) => times > 1);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter(([key]) => !unheard.has(key))).toEqual([]);
    expect([...lab.dropped]).toEqual([]);
  });

  it('gives up half a batch at most for one bad sample, and says so', async () => {
    lab.receiver.answer = down;
    lab.open();
    const count = measure(10 * MINUTE);
    const poison = lab.clock.now() - 5 * MINUTE;
    const isBad = ({ ms }: { ms: number }): boolean => ms === poison;
    lab.receiver.answer = ({ signal, records }) => (signal === 'metrics' && records.some(isBad) ? refused : taken);
    await untilEmpty();
    const lost = count - arrivals().length;
    expect(lost).toBeGreaterThanOrEqual(3);
    expect(lost).toBeLessThanOrEqual((10 * 4 * 3) / 2);
    expect(lab.dropped).toEqual(new Map([['metrics/refused', lost]]));
    expect(lab.telemetry.status().metrics.droppedTotal).toEqual({ refused: lost });
    expect(lab.receiver.faults).toEqual([]);
  });

  it('says why all of it is refused, as where the hub has another name for the cluster', async () => {
    const body = '{"code":"ingest/foreign-labels","message":"not the labels of its sender"}';
    lab.receiver.answer = () => ({ status: 400, body });
    lab.open();
    measure(MINUTE);
    const lastError = { code: 'ingest/foreign-labels', detail: 'answered 400: not the labels of its sender' };
    await until('a refusal', () => lab.telemetry.status().logs.lastError !== null);
    expect(lab.telemetry.status().logs).toMatchObject({ lastError, lastPushAt: null });
    lab.receiver.answer = () => taken;
    measure(MINUTE);
    await until('a push that is taken', () => lab.telemetry.status().logs.lastPushAt !== null);
    expect(lab.telemetry.status().logs.lastError).toBeNull();
  });

  it('sends a batch that is too large in two', async () => {
    lab.receiver.answer = ({ records }) => ({ status: records.length > 100 ? 413 : 204 });
    lab.open();
    lab.telemetry.sink.samples(lab.samples(150));
    await untilEmpty();
    arrivedOnce(150);
    expect(lab.receiver.pushes.map(({ records }) => records.length)).toEqual([75, 75]);
  });

  it('keeps everything while its token is refused, says so, and tries again after minutes', async () => {
    lab.receiver.answer = () => ({ status: 401, body: '{"code":"token/unknown-node","message":"not enrolled"}' });
    lab.open();
    let count = measure(MINUTE);
    await until('the refusal', () => lab.telemetry.status().auth === 'refused');
    expect(lab.authFailed).toBe(true);
    expect(lab.telemetry.status().metrics.lastError ?? lab.telemetry.status().logs.lastError).toMatchObject({
      code: 'token/unknown-node',
    });
    // two lanes of two signals may have been on their way, each with one repetition
    count += measure(2 * MINUTE);
    expect(lab.receiver.asked).toBeLessThanOrEqual(8);
    lab.receiver.answer = () => ({ status: 204 });
    await until('the next try', () => {
      lab.clock.advance(MINUTE);
      return arrivals().length === count;
    });
    arrivedOnce(count);
    expect(lab.authFailed).toBe(false);
    expect(lab.telemetry.status().auth).toBe('accepted');
  });

  it('holds what a clock that was 15 minutes ahead has stamped until its time has come', async () => {
    lab.open();
    const now = lab.clock.now();
    lab.telemetry.sink.samples(lab.samples(1, now));
    lab.telemetry.sink.samples(lab.samples(1, now + 15 * MINUTE));
    lab.telemetry.sink.log(line('from the future', { timestampMs: now + 15 * MINUTE }));
    lab.telemetry.sink.samples(lab.samples(1, now + 1));
    await until('what is of now', () => arrivals().length === 2);
    expect(lab.telemetry.status()).toMatchObject({ metrics: { lane: 'backlog' }, logs: { lane: 'backlog' } });
    lab.clock.advance(10 * MINUTE);
    await until('the rest', () => arrivals().length === 4);
    arrivedOnce(4);
    expect([...lab.dropped]).toEqual([]);
  });

  it('calls nothing too old before the hub has taken a push, for the clock may be wrong since the start', async () => {
    lab.receiver.answer = down;
    lab.open();
    const old = measure(MINUTE);
    await lab.stop();
    lab.clock.advance(8 * 24 * HOUR);
    lab.open();
    measure(5 * MINUTE);
    await until('a push that fails', () => lab.telemetry.status().metrics.lastError !== null);
    expect([...lab.dropped]).toEqual([]);
    lab.receiver.answer = () => ({ status: 204 });
    await untilEmpty();
    const { metrics, logs } = lab.telemetry.status();
    expect((metrics.droppedTotal.expired ?? 0) + (logs.droppedTotal.expired ?? 0)).toBe(old);
  });

  it('thins what is older than a day, and counts what is older than the hub takes', async () => {
    lab.receiver.answer = down;
    lab.open();
    const hours = 40;
    const expired = hours * 60 - 35 * 60 + 1;
    for (let minute = 0; minute < hours * 60; minute += 1) {
      for (const second of [0, 20, 40]) {
        lab.telemetry.sink.samples(lab.samples(1, lab.clock.now() + second * 1_000));
      }
      lab.clock.advance(MINUTE);
    }
    lab.clock.advance(2 * MINUTE);
    lab.receiver.answer = () => ({ status: 204 });
    await untilEmpty();
    expect(lab.receiver.faults).toEqual([]);
    const counted = lab.telemetry.status().metrics.droppedTotal;
    expect(counted.expired).toBeGreaterThanOrEqual(expired * 3);
    expect(counted.expired).toBeLessThanOrEqual((expired + 4) * 3);
    const thinned = (35 - 24) * 60 * 2;
    expect(counted.thinned).toBeGreaterThanOrEqual(thinned - 8);
    expect(counted.thinned).toBeLessThanOrEqual(thinned + 8);
    expect(arrivals().length + (counted.expired ?? 0) + (counted.thinned ?? 0)).toBe(hours * 60 * 3);
  });

  it('gives up the oldest at its limit, the larger spool first, and counts every sample and line', async () => {
    lab.receiver.answer = down;
    const maxBytes = 1_000_000;
    lab.open({ maxBytes });
    const samples = measure(2 * MINUTE, 1) / 2;
    for (let n = 0; n < 3_000; n += 1) lab.telemetry.sink.log(line('x'.repeat(1_000), { level: 'error' }));
    const { metrics, logs } = lab.telemetry.status();
    expect(metrics.spooledBytes + logs.spooledBytes).toBeLessThanOrEqual(maxBytes);
    expect(metrics.droppedTotal).toEqual({});
    lab.receiver.answer = () => ({ status: 204 });
    await untilEmpty();
    const lines = lab.receiver.pushes.flatMap(({ signal, records }) => (signal === 'logs' ? records : []));
    expect(lines.length + (logs.droppedTotal.budget ?? 0)).toBe(3_000 + samples);
    expect(arrivals().length - lines.length).toBe(samples);
  });

  it('spools nothing while less than a tenth of the disk is free, and counts it', async () => {
    lab.open();
    lab.freeShare = () => 0.09;
    measure(MINUTE);
    expect(lab.telemetry.status()).toMatchObject({
      metrics: { droppedTotal: { disk: 12 }, spooledBytes: 0 },
      logs: { droppedTotal: { disk: 4 }, spooledBytes: 0 },
    });
    lab.freeShare = () => 0.11;
    const count = measure(MINUTE);
    await untilEmpty();
    arrivedOnce(count);
  });

  it('drops lines above the rate, but never an error', async () => {
    lab.open({ logBytesPerS: 100 });
    for (let n = 0; n < 100; n += 1) {
      lab.telemetry.sink.log(line(String(n).padStart(100, '0'), { level: n % 2 === 0 ? 'error' : 'info' }));
    }
    await untilEmpty();
    const dropped = lab.telemetry.status().logs.droppedTotal.rate ?? 0;
    expect(dropped).toBeGreaterThan(25);
    arrivedOnce(100 - dropped);
    const errors = lab.receiver.pushes.flatMap(({ records }) =>
      records.filter(({ content }) => content.includes('"level":"error"')),
    );
    expect(errors).toHaveLength(50);
  });

  it('counts the fields of a line against the rate too', async () => {
    lab.open({ logBytesPerS: 100 });
    for (let n = 0; n < 100; n += 1) lab.telemetry.sink.log(line('', { metadata: { body: 'x'.repeat(100) } }));
    await untilEmpty();
    const dropped = lab.telemetry.status().logs.droppedTotal.rate ?? 0;
    expect(dropped).toBeGreaterThan(50);
    arrivedOnce(100 - dropped);
  });

  it('counts a damaged frame and a damaged line, and sends all others', async () => {
    lab.receiver.answer = down;
    lab.open();
    const count = measure(MINUTE);
    await lab.stop();
    lab.damage('metrics', 200);
    lab.damage('logs', 200);
    lab.receiver.answer = () => ({ status: 204 });
    lab.open();
    await untilEmpty();
    const { metrics, logs } = lab.telemetry.status();
    expect(metrics.droppedTotal).toEqual({ corrupt: 3 });
    expect(logs.droppedTotal).toEqual({ corrupt: 1 });
    arrivedOnce(count - 4);
  });

  it('loses one frame by a damaged length, not all that follow it', async () => {
    lab.receiver.answer = down;
    lab.open();
    const count = measure(HOUR);
    await lab.stop();
    lab.damage('metrics', 0);
    lab.receiver.answer = () => ({ status: 204 });
    lab.open();
    await untilEmpty();
    expect(lab.telemetry.status().metrics.droppedTotal).toEqual({ corrupt: 1 });
    arrivedOnce(count - 3);
  });

  it('starts with a damaged cursor, and sends once more what is in the spool', async () => {
    lab.open();
    const count = measure(MINUTE);
    await untilEmpty();
    await lab.stop();
    lab.damageCursor('metrics');
    lab.open();
    await untilEmpty();
    await until('the samples once more', () => arrivals().filter((times) => times === 2).length === 12);
    expect(arrivals()).toHaveLength(count);
    expect(lab.receiver.faults).toEqual([]);
  });
});

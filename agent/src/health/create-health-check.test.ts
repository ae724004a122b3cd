import { Hex32 } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type HealthSubject } from '../attempt/health-check.ts';
import { type Clock } from '../clock.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { ServiceTemplate } from '../template/service-template.ts';
import { createHealthCheck } from './create-health-check.ts';
import { type HttpAnswer } from './http-probe.ts';
import { standingHealthOf } from './standing-health.ts';

const digest = Hex32.parse(`0x${'d'.repeat(64)}`);

class SteppingClock implements Clock {
  ms = 0;
  now = () => this.ms as ReturnType<Clock['now']>;
  monotonic = () => ({ boot: 'b', ms: this.ms });
  sleep(ms: number): Promise<void> {
    this.ms += ms;
    return Promise.resolve();
  }
}

function subject(health: object): HealthSubject {
  const template = ServiceTemplate.parse({ service: 'node', containerName: 'node', health });
  return { service: 'node', containerId: 'c1', digest, template };
}

function status(over: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    id: 'c1',
    name: 'node',
    labels: null,
    state: 'running',
    exitCode: null,
    restartCount: 0,
    startedAt: null,
    restartPolicy: 'no',
    imageDigest: digest,
    address: '127.0.0.1',
    foreignOwner: null,
    ...over,
  };
}

function lab(answers: (ms: number) => HttpAnswer, container: () => ContainerStatus | null = status, exitCode = 0) {
  const clock = new SteppingClock();
  const health = createHealthCheck({
    clock,
    http: () => Promise.resolve(answers(clock.ms)),
    runtime: { inspect: () => Promise.resolve(container()), exec: () => Promise.resolve({ exitCode, output: 'out' }) },
  });
  return { clock, health };
}

const answer = (code: number, body: unknown = {}): HttpAnswer => ({
  kind: 'answer',
  status: code,
  body: JSON.stringify(body),
});
const silent: HttpAnswer = { kind: 'silent', detail: 'ECONNREFUSED' };
const web = { http: [{ port: 8080, path: '/health' }] };
const terms = { baseline: null, soakMs: 2000, timeoutMs: 10_000 };
const never = new AbortController().signal;

describe('validating a set', () => {
  it('waits through the start and holds for the soak time', async () => {
    const { clock, health } = lab((ms) => (ms < 3000 ? silent : answer(200)));
    expect(await health.validate([subject(web)], terms, never)).toEqual({ kind: 'healthy' });
    expect(clock.ms).toBe(5000);
  });

  it('falls as soon as a service that was healthy is not', async () => {
    const { clock, health } = lab((ms) => answer(ms < 1000 ? 200 : 503));
    expect(await health.validate([subject(web)], terms, never)).toMatchObject({ code: 'health/http-status' });
    expect(clock.ms).toBe(1000);
  });

  it('falls at its time limit when a service never becomes healthy', async () => {
    const { clock, health } = lab(() => answer(503));
    expect(await health.validate([subject(web)], terms, never)).toMatchObject({ code: 'health/http-status' });
    expect(clock.ms).toBe(10_000);
  });

  it('falls at once for a container that ended, runs another image, or is gone', async () => {
    const codeOf = async (container: ContainerStatus | null) =>
      lab(
        () => silent,
        () => container,
      ).health.validate([subject(web)], terms, never);
    expect(await codeOf(status({ state: 'exited', exitCode: 1 }))).toMatchObject({ code: 'start/exited' });
    expect(await codeOf(status({ imageDigest: null }))).toMatchObject({ code: 'start/wrong-image' });
    expect(await codeOf(null)).toMatchObject({ code: 'start/exited' });
  });

  it('ends when it is aborted', async () => {
    const abort = new AbortController();
    const { health } = lab((ms) => {
      if (ms >= 500) abort.abort(new Error('superseded'));
      return silent;
    });
    await expect(health.validate([subject(web)], terms, abort.signal)).rejects.toThrow('superseded');
  });
});

describe('one pass', () => {
  const chain = { chainHeight: { port: 8080, path: '/status', field: 'height', within: 5 } };

  it('waits for a first rise of the chain, and sees one that stands still', async () => {
    const rising = lab((ms) => answer(200, { height: Math.floor(ms / 1000) }));
    const { checks } = await rising.health.probe([subject(chain)], never);
    expect(checks.find((check) => check.check === 'chain-height')?.status).toBe('green');
    const stuck = lab(() => answer(200, { height: 9 }));
    const report = await stuck.health.probe([subject(chain)], never);
    expect(standingHealthOf([subject(chain)], report)).toEqual([
      { service: 'node', healthy: false, code: 'health/chain-stuck' },
    ]);
  });

  it('asks for peers and runs the data check', async () => {
    const both = {
      peers: { port: 8080, path: '/status', field: 'peers', atLeast: 3 },
      dataIntegrity: { command: ['check'] },
    };
    const good = lab(() => answer(200, { peers: 3 }));
    expect(standingHealthOf([subject(both)], await good.health.probe([subject(both)], never))[0]?.healthy).toBe(true);
    const lonely = lab(() => answer(200, { peers: 1 }));
    expect(standingHealthOf([subject(both)], await lonely.health.probe([subject(both)], never))).toMatchObject([
      { code: 'health/no-peers' },
    ]);
    const broken = lab(() => answer(200, { peers: 3 }), status, 1);
    expect(standingHealthOf([subject(both)], await broken.health.probe([subject(both)], never))).toMatchObject([
      { code: 'health/data-integrity' },
    ]);
  });

  it('takes a pass of the data check for as long as the template says, a failure never', async () => {
    const clock = new SteppingClock();
    const exitCodes = [1, 0, 0];
    const health = createHealthCheck({
      clock,
      runtime: {
        inspect: () => Promise.resolve(status()),
        exec: () => Promise.resolve({ exitCode: exitCodes.shift() ?? 9, output: '' }),
      },
    });
    const checked = subject({ dataIntegrity: { command: ['check'], intervalS: 60 } });
    const passed = async (): Promise<boolean | undefined> =>
      standingHealthOf([checked], await health.probe([checked], never))[0]?.healthy;
    expect(await passed()).toBe(false);
    expect(await passed()).toBe(true);
    clock.ms += 59_999;
    expect(await passed()).toBe(true);
    expect(exitCodes).toHaveLength(1);
    clock.ms += 1;
    expect(await passed()).toBe(true);
    expect(exitCodes).toHaveLength(0);
  });

  it('asks anew about the data of another container', async () => {
    let runs = 0;
    const health = createHealthCheck({
      clock: new SteppingClock(),
      runtime: {
        inspect: () => Promise.resolve(status()),
        exec: () => Promise.resolve({ exitCode: 0, output: String((runs += 1)) }),
      },
    });
    const first = subject({ dataIntegrity: { command: ['check'] } });
    for (const containerId of ['c1', 'c2', 'c1']) await health.probe([{ ...first, containerId }], never);
    expect(runs).toBe(3);
  });

  it('cannot tell when the runtime does not answer', async () => {
    const { health } = lab(
      () => silent,
      () => {
        throw new Error('no daemon');
      },
    );
    const { checks } = await health.probe([subject(web)], never);
    expect(checks).toMatchObject([{ check: 'running', status: 'unknown', code: 'docker/unreachable' }]);
  });
});

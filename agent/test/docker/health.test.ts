import { Hex32 } from '@noderr/protocol';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type HealthReport, type HealthSubject, type HealthVerdict } from '../../src/attempt/health-check.ts';
import { createHealthCheck } from '../../src/health/create-health-check.ts';
import { standingHealthOf } from '../../src/health/standing-health.ts';
import { type ImageReference } from '../../src/runtime/container-runtime.ts';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { describeOnDocker, eventually, NODE_ID, request, template } from './on-docker.ts';

const HEALTH = {
  http: [{ port: 8080, path: '/health' }],
  chainHeight: { port: 8080, path: '/status', field: 'chain.height', within: 2 },
  peers: { port: 8080, path: '/status', field: 'peers', atLeast: 2 },
  dataIntegrity: { command: ['/bin/busybox', 'test', '!', '-e', '/tmp/corrupt'], intervalS: 0 },
};

await describeOnDocker('health of containers on a real dockerd', (lab) => {
  const quiet = new AbortController().signal;
  let runtime: DockerRuntime;
  let image: ImageReference;

  beforeAll(async () => {
    runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
    image = await lab().push({ repository: 'noderr/oracle', release: '1.0.0' });
    await runtime.pull(image, () => undefined, quiet);
  });

  afterEach(async () => {
    for (const { id } of await runtime.list(NODE_ID, ['oracle'])) {
      await runtime.stop(id, 1);
      await runtime.remove(id);
    }
  });

  async function started(mode: string): Promise<HealthSubject> {
    const chosen = template({ environment: { MODE: mode }, health: HEALTH });
    const { id } = await runtime.create(request(image, { template: chosen }));
    await runtime.start(id);
    return { service: 'oracle', containerId: id, digest: image.digest, template: chosen };
  }

  function health(): ReturnType<typeof createHealthCheck> {
    return createHealthCheck({ runtime, clock: createSystemClock() });
  }

  async function verdict(
    subject: HealthSubject,
    timeoutMs: number,
    baseline: HealthReport | null = null,
  ): Promise<HealthVerdict> {
    return health().validate([subject], { baseline, soakMs: 1_000, timeoutMs }, quiet);
  }

  it.each(['healthy', 'slow'])('finds a %s service healthy, and says so as its standing health', async (mode) => {
    const subject = await started(mode);
    expect(await verdict(subject, 60_000)).toEqual({ kind: 'healthy' });
    const report = await health().probe([subject], quiet);
    expect(report.checks.map((check) => check.status)).toEqual(Array(7).fill('green'));
    expect(standingHealthOf([subject], report)).toEqual([{ service: 'oracle', healthy: true, code: null }]);
  });

  it.each([
    ['sick', 'health/http-status'],
    ['stuck', 'health/chain-stuck'],
    ['no-peers', 'health/no-peers'],
  ])('finds a %s service unhealthy once its time is over: %s', async (mode, code) => {
    expect(await verdict(await started(mode), 6_000)).toMatchObject({ kind: 'unhealthy', service: 'oracle', code });
  });

  it('does not wait for a service that has ended', async () => {
    const subject = await started('crash');
    await eventually(async () => (await runtime.inspect(subject.containerId))?.state === 'exited', 'it ends');
    const ended = await verdict(subject, 600_000);
    expect(ended).toMatchObject({
      kind: 'unhealthy',
      code: 'start/exited',
      detail: expect.stringContaining('7') as string,
    });
  });

  it('finds damaged data and another image than the one that must run', async () => {
    const subject = await started('healthy');
    expect(await verdict(subject, 60_000)).toEqual({ kind: 'healthy' });
    const wrong = { ...subject, digest: Hex32.parse(`0x${'00'.repeat(32)}`) };
    expect(await verdict(wrong, 60_000)).toMatchObject({ kind: 'unhealthy', code: 'start/wrong-image' });
    await runtime.exec(subject.containerId, ['/bin/busybox', 'touch', '/tmp/corrupt'], 10_000);
    expect(await verdict(subject, 3_000)).toMatchObject({ kind: 'unhealthy', code: 'health/data-integrity' });
  });

  it('does not blame a release for what was red before it', async () => {
    const before = await started('no-peers');
    const checks = (await health().probe([before], quiet)).checks.map((check) =>
      check.check === 'peers' ? { ...check, status: 'red' as const } : check,
    );
    expect(await verdict(before, 60_000, { checks })).toEqual({ kind: 'healthy' });
  });
});

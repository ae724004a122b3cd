import { type CheckResult, type HealthSubject } from '../attempt/health-check.ts';
import { type Clock, elapsedMs } from '../clock.ts';
import { type ContainerRuntime } from '../runtime/container-runtime.ts';
import { green, red, starting, unknown } from './check.ts';
import { type HeightMemory } from './height-memory.ts';
import { type HttpAnswer, type HttpProbe, type HttpTarget } from './http-probe.ts';
import { numberField } from './number-field.ts';
import { type PassMemory } from './pass-memory.ts';

const HEIGHT_POLL_MS = 250;

export interface ServiceCheckDeps {
  http: HttpProbe;
  exec: ContainerRuntime['exec'];
  clock: Clock;
  heights: HeightMemory;
  dataPasses: PassMemory;
}

/** The checks that ask the service itself, at the address of its own container; all of them at once. */
export async function serviceChecks(
  subject: HealthSubject,
  address: string | null,
  deps: ServiceCheckDeps,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const { health } = subject.template;
  const running: Promise<CheckResult>[] = health.http.map((check) => httpCheck(subject, address, check, deps, signal));
  if (health.chainHeight) running.push(heightCheck(subject, address, health.chainHeight, deps, signal));
  if (health.peers) running.push(peersCheck(subject, address, health.peers, deps, signal));
  if (health.dataIntegrity) running.push(dataCheck(subject, health.dataIntegrity, deps));
  return Promise.all(running);
}

type Health = HealthSubject['template']['health'];

async function httpCheck(
  { service }: HealthSubject,
  address: string | null,
  { port, path, expectStatus }: Health['http'][number],
  { http }: ServiceCheckDeps,
  signal: AbortSignal,
): Promise<CheckResult> {
  const name = `http:${port}${path}`;
  const answer = await ask(address, { port, path }, http, signal);
  if (answer.kind === 'silent') return starting(service, name, 'health/http-unreachable', answer.detail);
  if (answer.status === expectStatus) return green(service, name, `answers ${answer.status}`);
  return red(service, name, 'health/http-status', `answers ${answer.status}, not ${expectStatus}`);
}

/** Green when the height rose within the last `within` seconds, waiting for a first rise as long as that. */
async function heightCheck(
  { service, containerId }: HealthSubject,
  address: string | null,
  { port, path, field, within }: NonNullable<Health['chainHeight']>,
  { http, clock, heights }: ServiceCheckDeps,
  signal: AbortSignal,
): Promise<CheckResult> {
  const name = 'chain-height';
  const began = clock.monotonic();
  for (;;) {
    const answer = await ask(address, { port, path }, http, signal);
    if (answer.kind === 'silent') return starting(service, name, 'health/http-unreachable', answer.detail);
    const height = numberField(answer.body, field);
    if (height === null) return unknown(service, name, 'health/chain-stuck', `${path} has no number at ${field}`);
    const now = clock.monotonic();
    const sinceRise = heights.sinceRise(containerId, height, now);
    if (sinceRise !== null && sinceRise <= within * 1000) return green(service, name, `at ${height}`);
    const waited = elapsedMs(began, now) ?? 0;
    if (sinceRise !== null || waited >= within * 1000) {
      return red(service, name, 'health/chain-stuck', `at ${height} for ${within} s`);
    }
    await clock.sleep(HEIGHT_POLL_MS, signal);
    signal.throwIfAborted();
  }
}

async function peersCheck(
  { service }: HealthSubject,
  address: string | null,
  { port, path, field, atLeast }: NonNullable<Health['peers']>,
  { http }: ServiceCheckDeps,
  signal: AbortSignal,
): Promise<CheckResult> {
  const answer = await ask(address, { port, path }, http, signal);
  if (answer.kind === 'silent') return starting(service, 'peers', 'health/http-unreachable', answer.detail);
  const peers = numberField(answer.body, field);
  if (peers === null) return unknown(service, 'peers', 'health/no-peers', `${path} has no number at ${field}`);
  if (peers >= atLeast) return green(service, 'peers', `has ${peers}`);
  return starting(service, 'peers', 'health/no-peers', `has ${peers} of ${atLeast}`);
}

/** Runs the command unless its last pass is younger than `intervalS`: it may read much data. A failure is looked at again. */
async function dataCheck(
  { service, containerId }: HealthSubject,
  { command, timeoutMs, intervalS }: NonNullable<Health['dataIntegrity']>,
  { exec, clock, dataPasses }: ServiceCheckDeps,
): Promise<CheckResult> {
  const name = 'data-integrity';
  const sincePass = dataPasses.sincePass(containerId, clock.monotonic());
  if (sincePass !== null && sincePass < intervalS * 1000) return green(service, name);
  try {
    const { exitCode, output } = await exec(containerId, command, timeoutMs);
    if (exitCode === 0) {
      dataPasses.passed(containerId, clock.monotonic());
      return green(service, name);
    }
    return red(service, name, 'health/data-integrity', `ended with ${exitCode}: ${output.slice(-200)}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unknown(service, name, 'health/data-integrity', `could not run: ${why}`);
  }
}

function ask(
  address: string | null,
  target: Omit<HttpTarget, 'address'>,
  http: HttpProbe,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  if (address === null) return Promise.resolve({ kind: 'silent', detail: 'its container has no address yet' });
  return http({ address, ...target }, signal);
}

import {
  type CheckResult,
  type HealthCheck,
  type HealthReport,
  type HealthSubject,
  type ValidationTerms,
} from '../attempt/health-check.ts';
import { after, type Clock, elapsedMs, type Instant } from '../clock.ts';
import { type ContainerRuntime } from '../runtime/container-runtime.ts';
import { keyOf, unknown } from './check.ts';
import { containerChecks } from './container-checks.ts';
import { HeightMemory } from './height-memory.ts';
import { fetchProbe, type HttpProbe } from './http-probe.ts';
import { judge, timedOut } from './judge.ts';
import { PassMemory } from './pass-memory.ts';
import { serviceChecks } from './service-checks.ts';

const POLL_MS = 250;

export interface HealthCheckDeps {
  runtime: Pick<ContainerRuntime, 'inspect' | 'exec'>;
  clock: Clock;
  http?: HttpProbe;
}

export function createHealthCheck({ runtime, clock, http = fetchProbe() }: HealthCheckDeps): HealthCheck {
  const heights = new HeightMemory();
  const dataPasses = new PassMemory();
  const deps = { http, clock, heights, dataPasses, exec: runtime.exec.bind(runtime) };

  async function checkSubject(subject: HealthSubject, signal: AbortSignal): Promise<CheckResult[]> {
    try {
      const status = await runtime.inspect(subject.containerId);
      const address = status?.state === 'running' ? status.address : null;
      return [...containerChecks(subject, status), ...(await serviceChecks(subject, address, deps, signal))];
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      return [unknown(subject.service, 'running', 'docker/unreachable', why)];
    }
  }

  async function probe(subjects: readonly HealthSubject[], signal: AbortSignal): Promise<HealthReport> {
    const ids = new Set(subjects.map((subject) => subject.containerId));
    heights.keepOnly(ids);
    dataPasses.keepOnly(ids);
    const checks = await Promise.all(subjects.map((subject) => checkSubject(subject, signal)));
    return { checks: checks.flat() };
  }

  return {
    probe,
    async validate(subjects, terms: ValidationTerms, signal) {
      const deadline = after(clock.monotonic(), terms.timeoutMs);
      const everGreen = new Set<string>();
      let goodSince: Instant | null = null;
      for (;;) {
        const report = await probe(subjects, signal);
        const judgement = judge({ report, baseline: terms.baseline, everGreen });
        if (judgement.kind === 'unhealthy') return judgement;
        for (const result of report.checks) if (result.status === 'green') everGreen.add(keyOf(result));
        const now = clock.monotonic();
        goodSince = judgement.kind === 'good' ? (goodSince ?? now) : null;
        if (goodSince !== null && (elapsedMs(goodSince, now) ?? 0) >= terms.soakMs) return { kind: 'healthy' };
        if (now.ms >= deadline.ms) {
          return timedOut(judgement.kind === 'waiting' ? judgement.worst : null, terms.timeoutMs);
        }
        await clock.sleep(POLL_MS, signal);
        signal.throwIfAborted();
      }
    },
  };
}

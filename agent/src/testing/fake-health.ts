import { type Hex32 } from '@noderr/protocol';
import {
  type CheckResult,
  type HealthCheck,
  type HealthReport,
  type HealthSubject,
  type HealthVerdict,
  type ValidationTerms,
} from '../attempt/health-check.ts';
import { type FakeWorld } from './fake-world.ts';
import { type KillSwitch } from './kill-switch.ts';

/** Health as the world has it: a service is well when it runs and its image is not a sick one. */
export class FakeHealth implements HealthCheck {
  readonly #world: FakeWorld;
  readonly #kill: KillSwitch;
  readonly #sick: ReadonlySet<Hex32>;

  constructor(world: FakeWorld, kill: KillSwitch, sick: ReadonlySet<Hex32>) {
    this.#world = world;
    this.#kill = kill;
    this.#sick = sick;
  }

  probe(subjects: readonly HealthSubject[]): Promise<HealthReport> {
    return this.#kill.around(() => ({ checks: subjects.map((subject) => this.#check(subject)) }));
  }

  async validate(
    subjects: readonly HealthSubject[],
    { baseline }: ValidationTerms,
    signal: AbortSignal,
  ): Promise<HealthVerdict> {
    const report = await this.probe(subjects);
    signal.throwIfAborted();
    const advisory = new Set(
      (baseline?.checks ?? []).filter(({ status }) => status === 'red').map(({ service }) => service),
    );
    const red = report.checks.find(({ service, status }) => status === 'red' && !advisory.has(service));
    if (!red?.code) return { kind: 'healthy' };
    return { kind: 'unhealthy', service: red.service, code: red.code, detail: red.detail };
  }

  #check({ service, containerId, digest }: HealthSubject): CheckResult {
    const status = this.#world.containers.get(containerId)?.status;
    const base = { service: service, check: 'http' };
    if (status?.state !== 'running') return { ...base, status: 'red', code: 'start/exited', detail: 'not running' };
    if (this.#sick.has(digest)) return { ...base, status: 'red', code: 'health/http-status', detail: 'answered 500' };
    return { ...base, status: 'green', code: null, detail: '' };
  }
}

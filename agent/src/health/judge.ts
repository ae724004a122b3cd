import { type FailureCode } from '@noderr/protocol';
import { type CheckResult, type HealthReport, type HealthVerdict } from '../attempt/health-check.ts';
import { FATAL_CHECKS, keyOf } from './check.ts';

/** How one pass of the checks stands against a set that is being validated. */
export type Judgement = { kind: 'good' } | { kind: 'waiting'; worst: CheckResult } | Unhealthy;
type Unhealthy = Extract<HealthVerdict, { kind: 'unhealthy' }>;

export interface JudgeInput {
  report: HealthReport;
  /** The same checks before the swap: red then is advisory now; null = nothing ran before. */
  baseline: HealthReport | null;
  /** Checks that were green since the new set started. */
  everGreen: ReadonlySet<string>;
}

/**
 * Starting is not failing: a check that was never green since the start is waited for, one that was green and is no
 * longer is a verdict. A broken container is one at once.
 */
export function judge({ report, baseline, everGreen }: JudgeInput): Judgement {
  const advisory = advisoryChecks(baseline);
  const counted = report.checks.filter((result) => FATAL_CHECKS.has(result.check) || !advisory.has(keyOf(result)));
  const bad = counted.filter((result) => result.status !== 'green');

  const fatal = bad.find((result) => FATAL_CHECKS.has(result.check) && result.status === 'red');
  if (fatal) return unhealthy(fatal);
  const lost = bad.find((result) => everGreen.has(keyOf(result)));
  if (lost) return unhealthy(lost);
  const [worst] = bad;
  return worst ? { kind: 'waiting', worst } : { kind: 'good' };
}

/** What is said when the time is over and a check was still not green. */
export function timedOut(worst: CheckResult | null, timeoutMs: number): Unhealthy {
  if (worst === null) {
    const detail = `healthy at last, but not for the soak time within ${timeoutMs / 1000} s`;
    return { kind: 'unhealthy', service: '', code: 'health/timeout', detail };
  }
  return { ...unhealthy(worst), detail: `not green within ${timeoutMs / 1000} s: ${worst.check}: ${worst.detail}` };
}

function advisoryChecks(baseline: HealthReport | null): ReadonlySet<string> {
  return new Set((baseline?.checks ?? []).filter((result) => result.status === 'red').map(keyOf));
}

function unhealthy(result: CheckResult): Unhealthy {
  const code: FailureCode = result.code ?? 'health/timeout';
  return { kind: 'unhealthy', service: result.service, code, detail: `${result.check}: ${result.detail}` };
}

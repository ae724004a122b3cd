import { FailureCode, type Hex32, ServiceName } from '@noderr/protocol';
import { z } from 'zod';
import { type ServiceTemplate } from '../template/service-template.ts';

/** A running service as it is to be checked. */
export interface HealthSubject {
  service: string;
  containerId: string;
  /** The digest that must run. */
  digest: Hex32;
  template: ServiceTemplate;
}

export const CheckResult = z.object({
  service: ServiceName,
  /** Stable name within the service: `image`, `running`, `restarts`, `http:8080/health`, `chain-height`, … */
  check: z.string().max(100),
  /** `starting`: not answering yet and young; `unknown`: the check itself could not run. */
  status: z.enum(['green', 'starting', 'red', 'unknown']),
  /** The fault that a red one stands for, null when green. */
  code: FailureCode.nullable(),
  detail: z.string().max(300),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** One pass over all checks of a set; journaled as the baseline before a swap. */
export const HealthReport = z.object({ checks: z.array(CheckResult) });
export type HealthReport = z.infer<typeof HealthReport>;

export interface ValidationTerms {
  /** The same checks as they were before the swap: red then is advisory now; null = nothing ran before. */
  baseline: HealthReport | null;
  /** All checks must hold for this long; milliseconds, 0 = once is enough. */
  soakMs: number;
  /** Verdict at the latest after this long; milliseconds on the monotonic clock. */
  timeoutMs: number;
}

export type HealthVerdict =
  { kind: 'healthy' } | { kind: 'unhealthy'; service: string; code: FailureCode; detail: string };

/** The checks of design §5.5; `signal` ends a validation by throwing its reason. */
export interface HealthCheck {
  /** One pass now, in bounded time; never throws for a sick service. */
  probe(subjects: readonly HealthSubject[], signal: AbortSignal): Promise<HealthReport>;
  /** Repeats the checks until they held for the soak time or a verdict against the set falls. */
  validate(subjects: readonly HealthSubject[], terms: ValidationTerms, signal: AbortSignal): Promise<HealthVerdict>;
}

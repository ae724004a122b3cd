import { type ServiceHealth } from '@noderr/protocol';
import { type HealthReport, type HealthSubject } from '../attempt/health-check.ts';

/** The same checks as a node's standing health: each service with the first of its checks that is not green. */
export function standingHealthOf(subjects: readonly HealthSubject[], report: HealthReport): ServiceHealth[] {
  return subjects.map(({ template: { service } }) => {
    const bad = report.checks.find((result) => result.service === service && result.status !== 'green');
    return { service, healthy: bad === undefined, code: bad?.code ?? null };
  });
}

import { type CheckResult, type HealthSubject } from '../attempt/health-check.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { green, red } from './check.ts';

/** What can be told of a container without asking the service in it. */
export function containerChecks(subject: HealthSubject, status: ContainerStatus | null): CheckResult[] {
  const { service } = subject;
  if (status === null) return [red(service, 'running', 'start/exited', 'its container is gone')];
  const image =
    status.imageDigest === subject.digest
      ? green(service, 'image')
      : red(service, 'image', 'start/wrong-image', `runs ${status.imageDigest ?? 'an image without a digest'}`);
  const running =
    status.state === 'running'
      ? green(service, 'running')
      : red(service, 'running', 'start/exited', `is ${status.state}, exit code ${status.exitCode ?? 'unknown'}`);
  const restarts =
    status.restartCount === 0
      ? green(service, 'restarts')
      : red(service, 'restarts', 'health/restarting', `was restarted ${status.restartCount} times`);
  return [image, running, restarts];
}

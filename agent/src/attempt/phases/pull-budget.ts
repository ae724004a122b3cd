import { type PullProgress } from '../../runtime/container-runtime.ts';
import { AttemptFault } from '../attempt-fault.ts';

/** What a pull may bring: a registry whose layer never ends would fill the disk before anybody hashes it. */
export interface PullBudget {
  spend: (progress: PullProgress) => void;
  /** Aborted with content/too-large once more has come than the verified manifests say. */
  exceeded: AbortSignal;
}

/** `bytes` are those of all layers as they travel; a layer that is fetched again counts once. */
export function createPullBudget(bytes: number): PullBudget {
  const controller = new AbortController();
  const seen = new Map<string, number>();
  return {
    exceeded: controller.signal,
    spend({ layer, current }) {
      seen.set(layer, Math.max(current, seen.get(layer) ?? 0));
      const total = [...seen.values()].reduce((sum, size) => sum + size, 0);
      if (total <= bytes) return;
      controller.abort(new AttemptFault('content/too-large', `more than the ${bytes} bytes of the manifests came`));
    },
  };
}

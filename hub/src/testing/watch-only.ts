import { type ControlPlane } from '../hub-core.ts';
import { noSigner } from '../metrics/signer-facts.ts';

/** A control plane that knows no chain: no hints, no rollouts, no actions; for tests of the core. */
export function watchOnly(): Promise<ControlPlane> {
  return Promise.resolve({
    hints: { hintFor: () => null },
    rollouts: { rolloutFacts: () => Promise.resolve([]) },
    signer: noSigner,
    routes: () => undefined,
    close: () => Promise.resolve(),
  });
}

import { type AttemptSummary } from '@noderr/protocol';
import { type Stack } from '../stack.ts';
import { auditAttempts } from './attempt-audit.ts';
import { type Violation } from './violation.ts';

/** Everything that the nodes told the hub of their attempts; the hub shows the last ones only, so it is asked often. */
export class ToldAttempts {
  readonly #byNode = new Map<string, Map<string, AttemptSummary>>();

  async ask({ api, fleet }: Pick<Stack, 'api' | 'fleet'>): Promise<void> {
    for (const { name, nodeId } of fleet) {
      const known = this.#byNode.get(name) ?? new Map<string, AttemptSummary>();
      this.#byNode.set(name, known);
      for (const attempt of (await api.node(nodeId)).attempts) known.set(attempt.attemptId, attempt);
    }
  }

  get all(): AttemptSummary[] {
    return [...this.#byNode.values()].flatMap((attempts) => [...attempts.values()]);
  }

  /** @param seen attempt ids by node name, as its state file showed them */
  audit(seen: ReadonlyMap<string, ReadonlySet<string>>): Violation[] {
    return [...this.#byNode].flatMap(([node, attempts]) =>
      auditAttempts([...attempts.values()], seen.get(node) ?? new Set()).map(({ attemptId, detail }): Violation => {
        return { kind: 'outcome', at: Date.now(), node, containers: [], detail: `attempt ${attemptId} ${detail}` };
      }),
    );
  }
}

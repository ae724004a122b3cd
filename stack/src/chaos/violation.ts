export type ViolationKind = 'double-run' | 'lost-container' | 'outcome';

/** Something that must never be, with where to look for it. */
export interface Violation {
  kind: ViolationKind;
  /** Epoch milliseconds. */
  at: number;
  node: string;
  containers: readonly string[];
  detail: string;
}

export function violationText({ kind, at, node, containers, detail }: Violation): string {
  const ids = containers.length === 0 ? '' : ` [${containers.join(', ')}]`;
  return `${new Date(at).toISOString()} ${kind} on ${node}: ${detail}${ids}`;
}

/** The line with which a run ends. */
export function closingLine(violations: readonly Violation[]): string {
  const count = (kind: ViolationKind): number => violations.filter((violation) => violation.kind === kind).length;
  const outcomes =
    count('outcome') === 0 ? 'every attempt one outcome' : `${count('outcome')} attempts without exactly one outcome`;
  return `${count('double-run')} double runs, ${count('lost-container')} lost containers, ${outcomes}`;
}

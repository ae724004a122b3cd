export interface FieldDifference {
  /** Such as `cohorts[1].counts.failed`. */
  path: string;
  claimed: unknown;
  computed: unknown;
}

/** Where two plain JSON values differ, leaf by leaf. */
export function fieldDifferences(claimed: unknown, computed: unknown, path = ''): FieldDifference[] {
  if (Object.is(claimed, computed)) return [];
  if (!isContainer(claimed) || !isContainer(computed) || Array.isArray(claimed) !== Array.isArray(computed)) {
    return [{ path, claimed, computed }];
  }
  const keys = new Set([...Object.keys(claimed), ...Object.keys(computed)]);
  return [...keys].flatMap((key) =>
    fieldDifferences(claimed[key], computed[key], Array.isArray(claimed) ? `${path}[${key}]` : join(path, key)),
  );
}

export function differenceText({ path, claimed, computed }: FieldDifference): string {
  return `${path} is ${valueText(claimed)} by the hub, ${valueText(computed)} by chain and receipts`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The text of each `expr:` of a rule file, on one line. */
export function expressionsIn(rules: string): string[] {
  const found = [...rules.matchAll(/^( +)expr: (?:\|\n((?:\1 +.*\n|\n)+)|(.+)$)/gm)];
  return found.map(([, , block, line]) => (block ?? line ?? '').replace(/\s+/g, ' ').trim());
}

/** The names of the series that a rule file records. */
export function recordedIn(rules: string): string[] {
  return [...rules.matchAll(/- record: (\S+)$/gm)].flatMap(([, name]) => name ?? []);
}

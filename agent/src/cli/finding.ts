/** One thing that `doctor` looked at. */
export interface Finding {
  what: string;
  good: boolean;
  detail: string;
}

export function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length), 0);
  return findings
    .map(({ what, good, detail }) => `${good ? 'ok  ' : 'BAD '} ${what.padEnd(width)}  ${detail}\n`)
    .join('');
}

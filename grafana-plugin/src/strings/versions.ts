/** Words of the version distribution. */
export const versionsStrings = {
  label: (tier: string, parts: string) => `Versions of ${tier}: ${parts}`,
  title: (version: string, nodes: number, allowed: boolean) =>
    `${version}: ${nodes} ${nodes === 1 ? 'node' : 'nodes'}${allowed ? '' : ', not allowed by the plan'}`,
  stray: 'stray',
} as const;

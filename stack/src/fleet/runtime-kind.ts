/** What the nodes of a stack run on. */
export const RUNTIMES = ['docker', 'process'] as const;
export type RuntimeKind = (typeof RUNTIMES)[number];

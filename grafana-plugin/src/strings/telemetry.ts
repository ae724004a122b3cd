/** Words for what a node measures and logs, and how far behind it is. */
export const telemetryStrings = {
  name: 'Telemetry',
  off: 'not shipped',
  fresh: 'up to date',
  behind: (span: string) => `${span} behind`,
  unreadable: 'spool not readable',
  signal: (name: 'metrics' | 'logs', lag: string) => `${name}: ${lag}`,
  lost: (text: string, count: number) => `${text} ${count === 1 ? 'sample or line' : 'samples and lines'} given up`,
} as const;

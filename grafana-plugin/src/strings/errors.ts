/** What went wrong between the page and the hub, for the person in front of it. */
export const errorStrings = {
  rightMissing: (right: string) => `You lack the right ${right}. A Grafana admin can grant it.`,
  routeUnknown: 'Grafana does not know this route of the plugin. Was the plugin updated without a restart of Grafana?',
  unreachable: 'The hub does not answer.',
  notFound: 'The hub does not know this.',
  busy: 'The hub is busy. It will be asked again.',
  refused: (status: number) => `The hub refused the request (${status}).`,
  failed: (status: number) => `The hub failed (${status}). Its log says why.`,
  answerInvalid: 'The hub gave an answer that this page does not understand. Hub and plugin may differ in version.',
  unexpected: 'Something in this page failed.',
  unexpectedDetail: 'The rest of Grafana still works. Reload the page; if it happens again, tell your administrator:',
  reload: 'Reload',
  retry: 'Try again',
  chunkTitle: 'This page could not be loaded',
  chunkText: 'The plugin may have been updated since the page was opened. Reload to get the new one.',
  noRight: 'You may not see this page',
  openConfig: 'Open the configuration',
} as const;

/** Buttons and states that many parts have. */
export const controlStrings = {
  loading: 'Loading',
  copy: (what: string) => `Copy ${what}`,
  copyWord: 'Copy',
  showAsTable: 'Show as table',
  showAsChart: 'Show as chart',
  createToken: 'Create a join token',
  cancel: 'Cancel',
  actionsNeed: 'You may look but not act: for that a Grafana admin grants you the right',
} as const;

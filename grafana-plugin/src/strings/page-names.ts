/** What the pages are called where others lead to them. */
export const pageNames = {
  home: 'Updates & Deployments',
  nodes: 'Nodes',
  config: 'Configuration',
} as const;

/** Grafana RBAC actions of the plugin, as plugin.json grants them. */
export const PERMISSIONS = {
  readRollouts: 'noderr-hub-app.rollouts:read',
  writeRollouts: 'noderr-hub-app.rollouts:write',
  writeTokens: 'noderr-hub-app.tokens:write',
} as const;

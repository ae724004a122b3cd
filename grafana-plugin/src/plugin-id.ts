export const PLUGIN_ID = 'noderr-hub-app';
/** Where Grafana shows the app. */
export const APP_ROOT = `/a/${PLUGIN_ID}`;
/** The plugin proxy's route to the hub, as `plugin.json` names it. */
export const HUB_PROXY = `/api/plugin-proxy/${PLUGIN_ID}/hub`;

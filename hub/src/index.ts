export { startControlPlane } from './control-plane.ts';
export { startHub, type Hub, type HubDeps } from './hub.ts';
export { type ControlPlane, type HubCore } from './hub-core.ts';
export { createTokenIn, type PrintedToken, type TokenRequest } from './cli/create-token.ts';
export { createLogger } from './logs.ts';
export { readSettings, type Settings } from './config/read-settings.ts';

export { freePort } from './free-port.ts';
export { endlessBody, startHostileRegistry } from './hostile-registry.ts';

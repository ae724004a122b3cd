export { dripFeed, endlessBody, type HostileRegistry, startHostileRegistry } from './hostile-registry.ts';

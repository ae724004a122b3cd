export { hasDockerRegistry, startDockerRegistry } from './docker-registry.ts';
export { freePort } from './free-port.ts';
export {
  dripFeed,
  endlessBody,
  type HostileAnswer,
  type HostileRegistry,
  type HostileRequest,
  startHostileRegistry,
} from './hostile-registry.ts';

export { Child } from './child.ts';
export { type DockerRegistry, dockerRegistryMissing, startDockerRegistry } from './docker-registry.ts';
export { findProgram } from './find-program.ts';
export { freePort } from './free-port.ts';
export { endlessBody, startHostileRegistry } from './hostile-registry.ts';

export { type BusyboxImage, busyboxMissing, pushBusyboxImage } from './busybox-image.ts';
export { Child, findProgram } from './child.ts';
export { type DockerLab, dockerLabMissing, startDockerLab } from './docker-lab.ts';
export { registryMissing, startRegistry, type TestRegistry } from './docker-registry.ts';
export { dockerdMissing, type DockerdOptions, startDockerd, type TestDockerd } from './dockerd.ts';

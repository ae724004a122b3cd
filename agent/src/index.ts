export { startAgent } from './agent.ts';
export { askAgent } from './control/control-client.ts';
export { controlSocketPath } from './control/socket-path.ts';
export { Memory } from './durable/memory.ts';
export { openIdentity } from './identity/node-identity.ts';
export { LogTap } from './logs/log-tap.ts';
export { createLogger } from './logs/logger.ts';
export {
  type ContainerLogLine,
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  type ImageReference,
  type LogStart,
  type PullProgress,
} from './runtime/container-runtime.ts';
export { createDockerRuntime } from './runtime/docker-runtime.ts';
export { RuntimeFault, type RuntimeFaultCode } from './runtime/runtime-fault.ts';
export { readSettings } from './settings/read-settings.ts';
export { ServiceTemplate } from './template/service-template.ts';

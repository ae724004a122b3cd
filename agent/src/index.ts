export { type IdentityError, type NodeIdentity, openIdentity } from './identity/node-identity.ts';
export { createLogger, type Logger } from './logs/logger.ts';
export {
  type ContainerLabels,
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  type ImageReference,
  type PullProgress,
} from './runtime/container-runtime.ts';
export { createDockerRuntime, type DockerRuntime, type DockerRuntimeOptions } from './runtime/docker-runtime.ts';
export { RuntimeFault, type RuntimeFaultCode } from './runtime/runtime-fault.ts';
export { readSettings, type Settings } from './settings/read-settings.ts';
export { HealthChecks, ServiceTemplate, TemplateMount } from './template/service-template.ts';

export { startAgent, type Agent, type AgentDeps } from './agent.ts';
export { type BackupRecord, type BackupStore } from './attempt/backup-store.ts';
export { type HealthCheck, type HealthReport, type HealthSubject, type HealthVerdict } from './attempt/health-check.ts';
export { type AttemptDeps, type ReleaseVerifier } from './attempt/attempt-deps.ts';
export { type ChainReader } from './chain/chain-source.ts';
export { askAgent, NoAgentError } from './control/control-client.ts';
export { AgentStatus, ControlReply, ControlRequest } from './control/schema.ts';
export { controlSocketPath } from './control/socket-path.ts';
export { Memory } from './durable/memory.ts';
export { type IdentityError, type NodeIdentity, openIdentity } from './identity/node-identity.ts';
export { LogTap } from './logs/log-tap.ts';
export { createLogger, type Logger } from './logs/logger.ts';
export {
  type ContainerLabels,
  type ContainerLogLine,
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  type ImageReference,
  type LogStart,
  type PullProgress,
} from './runtime/container-runtime.ts';
export { createDockerRuntime, type DockerRuntime, type DockerRuntimeOptions } from './runtime/docker-runtime.ts';
export { RuntimeFault, type RuntimeFaultCode } from './runtime/runtime-fault.ts';
export { readSettings, type Settings } from './settings/read-settings.ts';
export { HealthChecks, ServiceTemplate, TemplateMount } from './template/service-template.ts';

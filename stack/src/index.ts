export { attachStack, type AttachedStack } from './attach-stack.ts';
export { HubApi, HubApiError, basicAuth, workbenchUser } from './hub-api.ts';
export { type DemoRelease } from './demo-node/behaviour.ts';
export { createProcessRuntime } from './process-runtime/process-runtime.ts';
export { openRunFolder, type OwnRunFolder, type RunFolder } from './run/run-folder.ts';
export { chainView } from './scenarios/chain-directive.ts';
export { throughout, until } from './scenarios/until.ts';
export { DEMO_TIER, RUNTIMES, type RuntimeKind } from './stack.ts';
export { type Stack, type StackOptions, startStack } from './start-stack.ts';

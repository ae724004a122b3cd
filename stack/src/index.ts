export { attachStack, type AttachedStack } from './attach-stack.ts';
export { interruption, unlessInterrupted } from './run/interruption.ts';
export { openRunFolder } from './run/run-folder.ts';
export { queryPrometheus } from './scenarios/prometheus-api.ts';
export { throughout, until } from './until.ts';
export { DEMO_TIER } from './network.ts';
export { startStack } from './start-stack.ts';
export { GRAFANA_ADMIN, grafanaPasswordFile } from './services/grafana.ts';

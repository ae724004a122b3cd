export { freePort } from './free-port.ts';
export { describeWith, programPath, run } from './programs.ts';
export { type ServerProcess, startAlertmanager, startServer } from './server-process.ts';
export { until } from './until.ts';

export { dockerLabMissing, startDockerLab } from './docker-lab.ts';
export { dockerdMissing, startDockerd } from './dockerd.ts';
export { createRequestEncoder } from '../telemetry/encode/write-request.ts';
export { snappy } from '../telemetry/encode/snappy.ts';
export { type Sample } from '../telemetry/sample.ts';
export { type PushAnswer } from '../telemetry/ship/push-answer.ts';
export { createPushClient } from '../telemetry/ship/push-client.ts';
export { shippedReadings } from './shipped-readings.ts';

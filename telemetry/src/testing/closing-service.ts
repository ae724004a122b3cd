import { createServer } from 'node:http';
import { createTelemetry } from '../index.ts';

/** A service that starts everything, closes its telemetry in the middle of a profile, and should then end by itself. */
const telemetry = await createTelemetry({ service: 'closing', metrics: { port: 0 }, profiling: { port: 0 } });
telemetry.instrumentServer(createServer(), ['/']);
telemetry.watchQueue('orders', () => 0);
const profiling = telemetry.profilingUrl ?? '';
const profile = fetch(`${profiling}cpu?seconds=60`, { method: 'POST' }).catch(() => undefined);
for (let status = 0; status !== 409;) {
  const reply = await fetch(`${profiling}heap`, { method: 'POST' });
  await reply.arrayBuffer();
  status = reply.status;
}
await telemetry.close();
await profile;
telemetry.logger.info('closed');

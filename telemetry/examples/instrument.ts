import { createServer } from 'node:http';
import { createTelemetry } from '@noderr/telemetry';

const telemetry = await createTelemetry({ service: 'trader', metrics: { port: 9470 }, profiling: { port: 9471 } });
const trading = telemetry.trading(['ETH-USD', 'BTC-USD']);
const server = createServer((_request, response) => response.end('ok'));
telemetry.instrumentServer(server, ['/health', '/orders/:id']);
server.listen(8080, '127.0.0.1');
telemetry.logger.info({ port: 8080 }, 'listening');
trading.orderPlaced('ETH-USD');
process.once('SIGTERM', () => void telemetry.close().then(() => server.close()));

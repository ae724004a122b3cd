/**
 * The demo's pod: one network for chain, registry and agents, in which the hub is on loopback too, because agents and
 * `noderr` speak plain HTTP to nothing else. Usage: node forward-main.ts HOST:PORT…
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { joinSockets } from '../process/join-sockets.ts';

for (const target of process.argv.slice(2)) {
  const [host, port] = target.split(':');
  if (host === undefined || port === undefined) throw new Error(`expected HOST:PORT, not ${target}`);
  const server = createServer((inside) => {
    joinSockets(inside, connect(Number(port), host));
  });
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`127.0.0.1:${port} leads to ${target}\n`);
}
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => process.exit(0));

import { Agent, request } from 'node:http';

const ORDER_EVERY_MS = 1_000;
/** More are not begun before one has ended. */
const MOST_AT_ONCE = 4;

/** Sends the node itself an order every second, as its customers would; returns what ends it. */
export function startOrderTraffic(host: string, port: number): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  let open = 0;
  let id = 0;
  const timer = setInterval(() => {
    if (open >= MOST_AT_ONCE) return;
    open += 1;
    id += 1;
    const order = request({ agent, host, port, path: `/orders/${id}`, method: 'POST' }, (response) =>
      response.resume(),
    );
    // an order that the node does not answer is counted by the node
    order.on('error', () => undefined);
    order.on('close', () => {
      open -= 1;
    });
    order.end();
  }, ORDER_EVERY_MS);
  return () => {
    clearInterval(timer);
    agent.destroy();
  };
}

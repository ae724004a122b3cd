import { Agent, request } from 'node:http';

/** A request that is ready to go. */
export interface Prepared {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Milliseconds that each request took, in no order. */
export type Latencies = number[];

/**
 * Sends everything as fast as it is answered, or `perSecond` at the most; throws on an answer that is no 2xx.
 * What is given as a function is made when it is sent: a token lives for a minute.
 */
export async function sendAll(
  prepared: readonly (Prepared | (() => Prepared))[],
  { connections, perSecond }: { connections: number; perSecond?: number },
): Promise<Latencies> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: Latencies = [];
  const begun = performance.now();
  let sent = 0;
  async function worker(): Promise<void> {
    for (let index = sent++; index < prepared.length; index = sent++) {
      const next = prepared[index];
      if (!next) return;
      const due = perSecond === undefined ? 0 : begun + (index / perSecond) * 1000;
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      // From when it was due, so that a stall counts for all that it delays.
      const sentAt = perSecond === undefined ? performance.now() : Math.max(due, begun);
      const item = typeof next === 'function' ? next() : next;
      const status = await post(agent, item);
      if (status < 200 || status > 299) throw new Error(`${item.url} answered ${status}`);
      latencies.push(performance.now() - sentAt);
    }
  }
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return latencies;
}

/** One request, whatever its answer. */
export function post(agent: Agent, { url, headers, body }: Prepared): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume();
      reply.on('end', () => {
        resolve(reply.statusCode ?? 0);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function quantile(latencies: readonly number[], share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

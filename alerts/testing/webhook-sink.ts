import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What Alertmanager tells a webhook, as far as the tests look at it. */
export interface Notification {
  receiver: string;
  status: 'firing' | 'resolved';
  alerts: { labels: Record<string, string> }[];
}

/** Takes and keeps what is posted to it as JSON, on loopback. */
export interface JsonSink {
  /** With a slash at its end. */
  readonly url: string;
  readonly calls: readonly { path: string; body: unknown }[];
  close(): Promise<void>;
}

export async function startJsonSink(): Promise<JsonSink> {
  const calls: { path: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
      // PagerDuty's answer to an event; what a webhook answers is not read.
      response.writeHead(202).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Takes and keeps what Alertmanager sends, on loopback. */
export interface WebhookSink {
  readonly url: string;
  readonly notifications: readonly Notification[];
  close(): Promise<void>;
}

export async function startWebhookSink(): Promise<WebhookSink> {
  const sink = await startJsonSink();
  return {
    url: sink.url,
    get notifications() {
      return sink.calls.map(({ body }) => body as Notification);
    },
    close: () => sink.close(),
  };
}

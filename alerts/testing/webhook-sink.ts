import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What Alertmanager tells a webhook, as far as the tests look at it. */
export interface Notification {
  receiver: string;
  status: 'firing' | 'resolved';
  alerts: { labels: Record<string, string> }[];
}

/** Takes and keeps what Alertmanager sends, on loopback. */
export interface WebhookSink {
  readonly url: string;
  readonly notifications: readonly Notification[];
  close(): Promise<void>;
}

export async function startWebhookSink(): Promise<WebhookSink> {
  const notifications: Notification[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      notifications.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    notifications,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

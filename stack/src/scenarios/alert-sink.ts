import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  startsAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

const Notification = z.object({
  receiver: z.string(),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(Alert),
});

/** What Alertmanager told a person's webhook; all times in epoch milliseconds. */
export type Page = z.infer<typeof Notification> & { arrivedAt: number };

/** Stands where a pager would: takes and keeps what Alertmanager sends, on loopback. */
export interface AlertSink {
  readonly url: string;
  readonly pages: readonly Page[];
  close(): Promise<void>;
}

export async function startAlertSink(): Promise<AlertSink> {
  const pages: Page[] = [];
  const server = createServer((request, response) => {
    void json(request)
      .then((body) => {
        pages.push({ ...Notification.parse(body), arrivedAt: Date.now() });
        response.end();
      })
      .catch((error: unknown) => {
        response.writeHead(400).end(String(error));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    pages,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { openBlobFolder } from '../store/blob-folder.ts';
import { answer } from './answer.ts';
import { createRepositoryFolder } from './repository-folder.ts';
import { createUploads } from './uploads.ts';

export interface RegistryRequestLog {
  method: string;
  path: string;
  status: number;
}

export interface RegistryServerOptions {
  /** 0 for any free one. */
  port: number;
  /** Where everything is kept; a later start with the same folder goes on with it. */
  dir: string;
  onRequest?: (request: RegistryRequestLog) => void;
}

export interface RegistryServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** As in an image reference. */
  host: string;
  close(): Promise<void>;
}

/**
 * A small OCI registry for machines without one: pull, push and the referrers API, on loopback only. It has no users
 * and does not separate the blobs of its repositories.
 */
export async function startRegistry(options: RegistryServerOptions): Promise<RegistryServer> {
  const blobs = await openBlobFolder(options.dir);
  const context = { blobs, repositories: createRepositoryFolder(blobs), uploads: await createUploads(options.dir) };
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    response.on('close', () => {
      options.onRequest?.({ method, path: url, status: response.statusCode });
    });
    answer(context, request, response).catch((error: unknown) => {
      // The caller has gone or the disk has failed; half an answer must not look like a whole one.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

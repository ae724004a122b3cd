import { type Problem } from '@noderr/protocol';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { type Settings } from './config/read-settings.ts';
import { listenOn } from './listen.ts';
import { type HubErrorCode, STATUS_OF } from './problem/hub-error.ts';
import { serverOptions } from './server-options.ts';

const CODE = 'hub/standby' satisfies HubErrorCode;
const PROBLEM: Problem = { code: CODE, message: 'another hub acts on this database; this one waits to take over' };
const RETRY_AFTER_S = 5;

export interface Standby {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens where the hub will, and answers every request with 503 before a byte of its body is read. */
export async function startStandby(settings: Settings, logger: FastifyBaseLogger): Promise<Standby> {
  const { requestTimeoutMs, trustedProxies, listenHost, listenPort, secrets } = settings;
  const app = Fastify(serverOptions({ requestTimeoutMs, trustedProxies, tls: secrets.tls }, logger, 1));
  app.addHook('onRequest', async (_request, reply) => {
    await reply.code(STATUS_OF[CODE]).header('retry-after', RETRY_AFTER_S).send(PROBLEM);
  });
  const url = await listenOn(app, { host: listenHost, port: listenPort }, 'listen');
  return { url, close: () => app.close() };
}

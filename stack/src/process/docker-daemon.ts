import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

const DEFAULT_SOCKET = '/var/run/docker.sock';

/** The endpoint of a Docker daemon that answers, or null; none is ever started. */
export async function findDocker(env: NodeJS.ProcessEnv): Promise<string | null> {
  const endpoint = env.DOCKER_HOST ?? `unix://${DEFAULT_SOCKET}`;
  if (!endpoint.startsWith('unix://')) return null;
  return (await answersPing(endpoint.slice('unix://'.length))) ? endpoint : null;
}

/** `docker kill`: SIGKILL to the container's main process; one that does not run is left alone. */
export async function killContainer(endpoint: string, id: string): Promise<void> {
  const call = request({
    socketPath: endpoint.slice('unix://'.length),
    method: 'POST',
    path: `/containers/${id}/kill`,
    timeout: 10_000,
  });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  const { statusCode = 0 } = response;
  if (![204, 404, 409].includes(statusCode)) throw new Error(`dockerd answered the kill of ${id} with ${statusCode}`);
}

function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => {
      resolve(false);
    });
    ping.end();
  });
}

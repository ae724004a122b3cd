import { request } from 'node:http';

const DEFAULT_SOCKET = '/var/run/docker.sock';

/** The endpoint of a Docker daemon that answers, or null; none is ever started. */
export async function findDocker(env: NodeJS.ProcessEnv): Promise<string | null> {
  const endpoint = env.DOCKER_HOST ?? `unix://${DEFAULT_SOCKET}`;
  if (!endpoint.startsWith('unix://')) return null;
  return (await answersPing(endpoint.slice('unix://'.length))) ? endpoint : null;
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

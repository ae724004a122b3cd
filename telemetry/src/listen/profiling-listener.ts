import { type ServerResponse } from 'node:http';
import { ProfileRefused, type ProfileRefusal, type Profiler } from '../profiling/profiler.ts';
import { type Listener, type ListenOptions, sendText, startLoopbackListener } from './loopback-listener.ts';

/** Seconds of a CPU profile. */
const DEFAULT_SECONDS = 10;
const MAX_SECONDS = 60;

const STATUS = { busy: 409, 'heap-too-large': 503 } as const satisfies Record<ProfileRefusal, number>;

/**
 * Serves `POST /profile/cpu?seconds=1…60` and `POST /profile/heap`, one at a time. A profile ends early when its
 * client goes away or the listener closes.
 */
export async function startProfilingListener(options: ListenOptions, profiler: Profiler): Promise<Listener> {
  const closing = new AbortController();
  const listener = await startLoopbackListener(options, {
    'POST /profile/cpu': async (url, response) => {
      const seconds = Number(url.searchParams.get('seconds') ?? DEFAULT_SECONDS);
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS) {
        sendText(response, 400, `seconds: a whole number from 1 to ${MAX_SECONDS}`);
        return;
      }
      const timeUp = AbortSignal.timeout(seconds * 1000);
      const end = AbortSignal.any([timeUp, closing.signal, whenGone(response)]);
      await orRefuse(response, async () => {
        const profile = await profiler.cpuProfile(end);
        response.writeHead(200, asFile('service.cpuprofile')).end(profile);
      });
    },
    'POST /profile/heap': async (_url, response) => {
      await orRefuse(response, async () => {
        await profiler.heapSnapshot((chunk) => {
          if (!response.headersSent) response.writeHead(200, asFile('service.heapsnapshot'));
          response.write(chunk);
        });
        response.end();
      });
    },
  });
  return {
    url: listener.url,
    close: async () => {
      closing.abort();
      await listener.close();
    },
  };
}

async function orRefuse(response: ServerResponse, take: () => Promise<void>): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (!(error instanceof ProfileRefused)) throw error;
    sendText(response, STATUS[error.code], error.message);
  }
}

function whenGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}

function asFile(name: string): Record<string, string> {
  return { 'content-type': 'application/json', 'content-disposition': `attachment; filename="${name}"` };
}

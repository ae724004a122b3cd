import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { type z } from 'zod';
import { RuntimeFault } from '../runtime-fault.ts';
import { chooseApiVersion } from './api-version.ts';
import { dockerFault } from './docker-fault.ts';
import { type DockerEndpoint } from './docker-endpoint.ts';
import { DaemonVersion } from './docker-schema.ts';

export interface CallOptions {
  /** Completes "could not …". */
  doing: string;
  signal?: AbortSignal | undefined;
  /** Milliseconds; dockerd answers or the call fails. */
  deadlineMs?: number;
  /** False for a call that must not be made twice. */
  again?: boolean;
}

export interface DockerClientOptions {
  endpoint: DockerEndpoint;
  /** For how long a call waits for a daemon that restarts; milliseconds. */
  reconnectMs: number;
}

const CALL_DEADLINE_MS = 30_000;
const RECONNECT_STEP_MS = 200;

type Call<T> = (docker: Docker, signal: AbortSignal) => Promise<T>;

/**
 * dockerode gives no answer at all when a daemon dies in the middle of one, so each call also races its own signal.
 */
async function raced<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([call, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The one way to dockerd: negotiates the API version, holds deadlines, waits out a restart, translates errors. */
export class DockerClient {
  readonly #options: DockerClientOptions;
  #connected: Promise<{ docker: Docker; version: DaemonVersion }> | null = null;

  constructor(options: DockerClientOptions) {
    this.#options = options;
  }

  async #connect(): Promise<{ docker: Docker; version: DaemonVersion }> {
    const unversioned = new Docker(this.#options.endpoint);
    const answer: unknown = await raced(unversioned.version(), AbortSignal.timeout(CALL_DEADLINE_MS));
    const version = DaemonVersion.parse(answer);
    return { docker: new Docker({ ...this.#options.endpoint, version: `v${chooseApiVersion(version)}` }), version };
  }

  #connection(): Promise<{ docker: Docker; version: DaemonVersion }> {
    this.#connected ??= this.#connect().catch((error: unknown) => {
      this.#connected = null;
      throw error;
    });
    return this.#connected;
  }

  async #once<T>(call: Call<T>, options: CallOptions): Promise<T> {
    const deadline = AbortSignal.timeout(options.deadlineMs ?? CALL_DEADLINE_MS);
    const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    try {
      const { docker } = await raced(this.#connection(), signal);
      return await raced(call(docker, signal), signal);
    } catch (error) {
      if (options.signal?.aborted === true) throw options.signal.reason;
      const fault = deadline.aborted
        ? new RuntimeFault('docker/unreachable', `could not ${options.doing}: no answer in time`, { cause: error })
        : dockerFault(error, options.doing);
      // The daemon that comes back may be another version.
      if (fault.code === 'docker/unreachable') this.#connected = null;
      throw fault;
    }
  }

  /** Makes one call; while the daemon is not there it is made again, for `reconnectMs` at most. */
  async call<T>(call: Call<T>, options: CallOptions): Promise<T> {
    const end = performance.now() + this.#options.reconnectMs;
    for (;;) {
      try {
        return await this.#once(call, options);
      } catch (error) {
        const lost = error instanceof RuntimeFault && error.code === 'docker/unreachable';
        if (!lost || options.again === false || performance.now() >= end) throw error;
        await delay(RECONNECT_STEP_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
      }
    }
  }

  /** Makes one call and reads its answer; an answer of another shape is docker/failed. */
  async read<S extends z.ZodType>(schema: S, call: Call<unknown>, options: CallOptions): Promise<z.infer<S>> {
    const answer = await this.call(call, options);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new RuntimeFault('docker/failed', `could not ${options.doing}: dockerd's answer has another shape`, {
      cause: parsed.error,
    });
  }

  async version(signal?: AbortSignal): Promise<DaemonVersion> {
    return this.call(async () => (await this.#connection()).version, { doing: 'ask dockerd for its version', signal });
  }
}

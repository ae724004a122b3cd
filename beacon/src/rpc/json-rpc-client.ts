import { type z } from 'zod';
import { readCapped } from './read-capped.ts';
import { RpcError } from './rpc-error.ts';
import { RpcReply } from './schema.ts';

export interface JsonRpcOptions {
  url: string;
  /** Milliseconds for a whole call, the body included; 10 000 unless told. */
  timeoutMs?: number;
  /** Longest answer in bytes; 2 MiB unless told. */
  maxBytes?: number;
}

export interface CallOptions<T> {
  method: string;
  params: readonly unknown[];
  schema: z.ZodType<T>;
  signal?: AbortSignal | undefined;
}

/** One endpoint. It keeps no state and never retries: who asks decides what a failure means. */
export interface JsonRpcClient {
  /** The host for logs and pages; the URL may carry a key and is never shown. */
  readonly host: string;
  /** @throws RpcError */
  call<T>(options: CallOptions<T>): Promise<T>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;

/** A client of one endpoint; user and password of the URL go into a header. @throws TypeError where it is no URL */
export function createJsonRpcClient(options: JsonRpcOptions): JsonRpcClient {
  const url = new URL(options.url);
  const { host } = url;
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (url.username !== '' || url.password !== '') {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;

  async function post(method: string, params: readonly unknown[], signal: AbortSignal): Promise<string> {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      redirect: 'manual',
      signal,
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new RpcError('rpc/redirected', `${host} redirects ${method} elsewhere`);
    }
    const text = await readCapped(response, maxBytes);
    if (text === undefined)
      throw new RpcError('rpc/too-large', `${host} answered ${method} with over ${maxBytes} bytes`);
    // Some clients answer JSON-RPC errors with a 4xx or 5xx: those are read below, anything else is not.
    if (!response.ok && !text.trimStart().startsWith('{')) {
      throw new RpcError('rpc/http-status', `${host} answered ${method} with status ${response.status}`);
    }
    return text;
  }

  return {
    host,
    async call({ method, params, schema, signal }) {
      // Not AbortSignal.timeout: it would keep each call's memory for the whole time-out, and a hub calls all the time.
      const deadline = new AbortController();
      const timer = setTimeout(() => {
        deadline.abort();
      }, timeoutMs);
      const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
      let text: string;
      try {
        text = await post(method, params, either);
      } catch (cause) {
        if (cause instanceof RpcError) throw cause;
        if (signal?.aborted) throw new RpcError('rpc/aborted', `${method} at ${host} was aborted`, { cause });
        if (deadline.signal.aborted)
          throw new RpcError('rpc/timeout', `${host} took over ${timeoutMs} ms for ${method}`, { cause });
        throw new RpcError('rpc/unreachable', `${host} cannot be reached for ${method}`, { cause });
      } finally {
        clearTimeout(timer);
      }
      const reply = RpcReply.safeParse(parseJson(text));
      if (!reply.success)
        throw new RpcError('rpc/malformed', `${host} answered ${method} with something else than JSON-RPC`);
      const { error } = reply.data;
      if (error) {
        const data = typeof error.data === 'string' ? error.data : undefined;
        const message = error.message.slice(0, 300);
        throw new RpcError('rpc/refused', `${host} refused ${method}: ${message}`, {
          reply: { code: error.code, message, data },
        });
      }
      const result = schema.safeParse(reply.data.result);
      if (result.success) return result.data;
      throw new RpcError('rpc/malformed', `${host} answered ${method} with an unexpected result`, {
        cause: result.error,
      });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a service's own endpoint answered. */
export type HttpAnswer =
  | { kind: 'answer'; status: number; body: string }
  /** Nothing listens, or it did not answer in time. */
  | { kind: 'silent'; detail: string };

export interface HttpTarget {
  address: string;
  port: number;
  path: string;
}

export type HttpProbe = (target: HttpTarget, signal: AbortSignal) => Promise<HttpAnswer>;

export interface ProbeLimits {
  /** Milliseconds for the whole answer; default 5 000. */
  timeoutMs?: number;
  /** A body is read until it ends or has more than this; default 64 KiB. */
  maxBodyBytes?: number;
}

/** Asks the container's own address; a redirect is an answer like any other and is not followed. */
export function fetchProbe({ timeoutMs = 5_000, maxBodyBytes = 64 * 1024 }: ProbeLimits = {}): HttpProbe {
  return async ({ address, port, path }, signal) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`http://${address}:${port}${path}`, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, deadline]),
      });
      return { kind: 'answer', status: response.status, body: await firstBytes(response, maxBodyBytes) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { kind: 'silent', detail: deadline.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error) };
    }
  };
}

async function firstBytes(response: Response, most: number): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size <= most) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    parts.push(part.value);
    size += part.value.byteLength;
  }
  await reader?.cancel();
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

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

const TIMEOUT_MS = 5_000;
const MAX_BODY_BYTES = 64 * 1024;

/** Asks the container's own address; a redirect is an answer like any other and is not followed. */
export const fetchProbe: HttpProbe = async ({ address, port, path }, signal) => {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`http://${address}:${port}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
    });
    return { kind: 'answer', status: response.status, body: await firstBytes(response) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: 'silent', detail: deadline.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error) };
  }
};

async function firstBytes(response: Response): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < MAX_BODY_BYTES) {
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

/** An address of a listener is not to be had; the message says which settings name it. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code = 'listen/failed';
}

interface Listening {
  listen(at: { host: string; port: number }): Promise<string>;
}

/**
 * Resolves with the address; `named` begins the names of the settings that it comes from.
 * @throws ListenError where the system refuses the address; what else the app cannot begin with as it is
 */
export async function listenOn(
  app: Listening,
  at: { host: string; port: number },
  named: 'listen' | 'ingest',
): Promise<string> {
  try {
    return await app.listen(at);
  } catch (cause) {
    if (!isRefusedAddress(cause)) throw cause;
    const message = `cannot listen on ${at.host} port ${at.port}: free it, or set ${named}Port or ${named}Host to another one`;
    throw new ListenError(message, { cause });
  }
}

function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && /^(listen|getaddrinfo)$/.test(String(error.syscall));
}

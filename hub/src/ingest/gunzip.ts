import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HubError } from '../problem/hub-error.ts';

const inflate = promisify(gunzip);

/** Decompresses off the event loop, never into more than `maxBytes`; `HubError` `ingest/too-large`, `ingest/malformed`. */
export async function decompressGzip(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new HubError('ingest/too-large', `the body is larger than ${maxBytes} bytes when decompressed`, { cause });
    }
    throw new HubError('ingest/malformed', 'the body is not gzip', { cause });
  }
}

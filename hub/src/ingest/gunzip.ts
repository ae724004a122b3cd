import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HubError } from '../problem/hub-error.ts';

const inflate = promisify(gunzip);

/** What is inflated at a time may grow to so many times the largest body. */
const AT_A_TIME = 8;

/** Decompresses off the event loop; `HubError` `ingest/too-large`, `ingest/malformed`, `ingest/busy`. */
export type Gunzip = (body: Buffer) => Promise<Buffer>;

/** `maxBytes` bounds each body, decompressed; how many grow at a time is bounded too. */
export function createGunzip(maxBytes: number): Gunzip {
  let underWay = 0;
  return async (body) => {
    if (underWay >= AT_A_TIME) throw new HubError('ingest/busy', 'too much is under way');
    underWay += 1;
    try {
      return await inflate(body, { maxOutputLength: maxBytes });
    } catch (cause) {
      if (cause instanceof RangeError) {
        const detail = `the body is larger than ${maxBytes} bytes when decompressed`;
        throw new HubError('ingest/too-large', detail, { cause });
      }
      throw new HubError('ingest/malformed', 'the body is not gzip', { cause });
    } finally {
      underWay -= 1;
    }
  };
}

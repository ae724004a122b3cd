import { createJsonRpcClient } from '../rpc/json-rpc-client.ts';
import { type BeaconReaderOptions } from './beacon-reader.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';

const MAX_ENDPOINTS = 8;

/** One endpoint per URL, each at a host of its own. @throws RangeError for a list that can be no quorum */
export function endpointsOf({ rpcEndpoints, timeoutMs }: BeaconReaderOptions): Endpoint[] {
  const urls = new Set(rpcEndpoints.map((url) => new URL(url).href));
  if (urls.size !== rpcEndpoints.length) throw new RangeError('an endpoint is listed twice');
  if (urls.size < 1 || urls.size > MAX_ENDPOINTS) throw new RangeError(`expected 1 to ${MAX_ENDPOINTS} endpoints`);
  const clients = [...urls].map((url) =>
    createJsonRpcClient({ url, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
  );
  if (new Set(clients.map(({ host }) => host)).size !== clients.length) {
    throw new RangeError('two endpoints at one host are no quorum');
  }
  return clients.map(createEndpoint);
}

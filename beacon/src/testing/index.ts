export { startAnvil, type Anvil } from './anvil.ts';
export { deployTestBeacon, type TestBeacon, type TestRelease } from './test-beacon.ts';
export { runCli } from '../cli/run-cli.ts';
export { startRpcProxy, type RpcProxy, type RpcRequest } from './rpc-proxy.ts';

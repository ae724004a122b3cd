export { startAnvil, minedReceipt, sendUnlocked, type Anvil, type AnvilOptions } from './anvil.ts';
export { deployTestBeacon, type TestBeacon, type TestRelease } from './test-beacon.ts';
export { runCli } from '../cli/run-cli.ts';
export { startRpcProxy, type Behaviour, type RpcProxy, type RpcRequest } from './rpc-proxy.ts';

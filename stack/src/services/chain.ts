import { rpc } from './json-rpc.ts';
import { startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { type RunFolder } from '../run/run-folder.ts';

export interface ChainOptions {
  run: RunFolder;
  port: number;
  chainId: number;
  /** Path of anvil. */
  program: string;
}

/** Starts a local chain with a block a second, final two blocks later; its state survives a restart. */
export async function startChain({ run, port, chainId, program }: ChainOptions): Promise<ServiceProcess> {
  const logFile = run.file('logs', 'chain.log');
  const service = await startService({
    name: 'chain',
    command: program,
    args: [
      ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
      ...['--block-time', '1', '--slots-in-an-epoch', '1', '--accounts', '0'],
      ...['--state', run.file('chain', 'state.json'), '--state-interval', '5'],
    ],
    logFile,
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(
    service,
    logFile,
    async () => (await rpc(url, 'eth_chainId', [])) === `0x${chainId.toString(16)}`,
  );
  return service;
}

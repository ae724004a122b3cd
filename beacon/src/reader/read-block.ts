import { BlockRef } from '@noderr/protocol';
import { type Content } from './agree.ts';
import { blockRef } from './block-agreement.ts';
import { type Endpoint, EndpointError } from './endpoint.ts';

/** An endpoint's block at a height that is not above the final one, as comparable text. */
export async function askBlock(
  endpoint: Endpoint,
  height: number,
  final: BlockRef,
  signal: AbortSignal,
): Promise<Content> {
  if (height > final.number) {
    throw new EndpointError('chain/behind', `${endpoint.host} has block ${final.number} as final, not ${height} yet`);
  }
  const found = await endpoint.blockAt(height, signal);
  return { parts: [JSON.stringify(blockRef(found))], deploymentBlock: undefined };
}

export function blockOfParts(parts: readonly string[]): BlockRef {
  return BlockRef.parse(JSON.parse(parts[0] ?? ''));
}

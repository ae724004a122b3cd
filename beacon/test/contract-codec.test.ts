import { type BlockRef, ReleaseId } from '@noderr/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AbiError } from '../src/contract/abi-codec.ts';
import { chainViewCall, chainViewOf, directiveChangeOf } from '../src/contract/chain-view-of.ts';
import { topicOf } from '../src/contract/beacon-abi.ts';
import { HexData } from '../src/contract/hex.ts';
import { createJsonRpcClient } from '../src/rpc/json-rpc-client.ts';
import { RpcLog } from '../src/rpc/schema.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { deployTestBeacon, type TestBeacon } from '../src/testing/test-beacon.ts';
import { z } from 'zod';

let anvil: Anvil;
let beacon: TestBeacon;

beforeAll(async () => {
  anvil = await startAnvil({ blockTimeS: 0 });
  beacon = await deployTestBeacon(anvil);
});
afterAll(() => anvil.close());

async function rawView(current: number): Promise<{ data: HexData; block: BlockRef }> {
  const block = await anvil.block('latest');
  const call = { to: beacon.deployment.beacon, data: chainViewCall('ALL', ReleaseId.parse(current)) };
  return { data: HexData.parse(await anvil.rpc('eth_call', call, block.hash)), block };
}

function context(current: number, block: BlockRef): Parameters<typeof chainViewOf>[1] {
  return { ...beacon.deployment, tier: 'ALL', current: ReleaseId.parse(current), block };
}

test('A history with stones, pause and rollback is read back with every hash recomputed', async () => {
  const empty = await rawView(0);
  expect(chainViewOf(empty.data, context(0, empty.block))).toMatchObject({
    target: null,
    directive: { kind: 'none', seq: 0 },
  });

  await beacon.publish({ notesUri: 'https://notes.example/größe' });
  await beacon.publish({ promote: true });
  await beacon.publish({
    promote: true,
    minFrom: 2,
    plan: { canaryBps: 500, cohortBps: 2500, cohortDelay: 60, gated: true },
  });
  await beacon.pause('ALL', 'warum nicht?');
  const from0 = await rawView(0);
  const view = chainViewOf(from0.data, context(0, from0.block));
  expect(view.directive).toMatchObject({ seq: 4, target: 3, baseline: 2, paused: true, kind: 'rollout' });
  expect(view.targetStones.map((stone) => stone.id)).toEqual([2]);
  expect(view.target?.plan.gated).toBe(true);

  await beacon.rollback(1, 'ALL', 'zurück');
  const back = await rawView(3);
  expect(chainViewOf(back.data, context(3, back.block))).toMatchObject({
    directive: { kind: 'rollback', target: 1, withdrawn: 3 },
    target: { notesUri: 'https://notes.example/größe' },
  });
});

test('Any changed word of the directive, and a changed digest, are refused', async () => {
  const { data, block } = await rawView(3);
  const words: string[] = data.slice(2).match(/.{64}/g) ?? [];
  const digest = words.indexOf('d1'.repeat(32));
  const directive = Array.from({ length: DIRECTIVE_WORDS }, (_, index) => FIRST_DIRECTIVE_WORD + index);
  expect(() => chainViewOf(data, context(3, block))).not.toThrow();
  for (const index of [...directive, digest]) {
    const word = BigInt(`0x${words[index] ?? ''}`) ^ 1n;
    const lie = words.with(index, word.toString(16).padStart(64, '0'));
    expect(() => chainViewOf(HexData.parse(`0x${lie.join('')}`), context(3, block)), `word ${index}`).toThrow(AbiError);
  }
});

/** After the struct's offset, chainId, deploymentBlock, blockNumber, blockTime and current. */
const FIRST_DIRECTIVE_WORD = 6;
const DIRECTIVE_WORDS = 20;

test('The events tell the same history, each head following the one before', async () => {
  const client = createJsonRpcClient({ url: anvil.url });
  const logs = await client.call({
    method: 'eth_getLogs',
    params: [{ address: beacon.deployment.beacon, fromBlock: '0x0', topics: [topicOf('DirectiveChanged')] }],
    schema: z.array(RpcLog),
  });
  const changes = logs.map(directiveChangeOf);
  expect(changes.map((change) => change.action)).toEqual(['publish', 'publish', 'publish', 'pause', 'rollback']);
  expect(changes.map((change) => change.reason)).toEqual(['', '', '', 'warum nicht?', 'zurück']);
  for (const [index, change] of changes.entries()) {
    expect(change.directive.seq).toBe(index + 1);
    if (index > 0) expect(change.directive.previousHash).toBe(changes[index - 1]?.directive.headHash);
  }
});

import { type ChainView, ReleaseId, Seq } from '@noderr/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptView, type Watermark } from '../src/reader/accept-view.ts';
import { type BeaconReader } from '../src/reader/beacon-reader.ts';
import { createBeaconReader } from '../src/reader/create-beacon-reader.ts';
import { createEndpoint } from '../src/reader/endpoint.ts';
import { createJsonRpcClient } from '../src/rpc/json-rpc-client.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { deployTestBeacon, type TestBeacon } from '../src/testing/test-beacon.ts';

const NONE = ReleaseId.parse(0);
const EMPTY: Watermark = { seq: Seq.parse(0), headHash: null, height: 0, floor: NONE, trustVersion: 0 };

let anvil: Anvil;
let beacon: TestBeacon;
let reader: BeaconReader;
let now: number;

beforeAll(async () => {
  anvil = await startAnvil({ blockTimeS: 0 });
  beacon = await deployTestBeacon(anvil);
  const { chainId, beacon: address } = beacon.deployment;
  reader = createBeaconReader(
    { chainId, beacon: address, deployment: beacon.deployment, rpcEndpoints: [anvil.url] },
    { now: () => now },
  );
});
afterAll(() => anvil.close());

async function finalView(): Promise<ChainView> {
  now = (await anvil.block('latest')).time * 1000;
  const reading = await reader.readView('ALL', NONE);
  if (reading.kind !== 'final') throw new Error(JSON.stringify(reading));
  return reading.view;
}

function accepted(known: Watermark, view: ChainView): Watermark {
  const acceptance = acceptView(known, view);
  if (acceptance.kind !== 'accepted') throw new Error(JSON.stringify(acceptance));
  return acceptance.next;
}

test('A reorganisation before finality is never seen in a final view', async () => {
  await beacon.publish();
  await anvil.mine(3);
  const known = accepted(EMPTY, await finalView());
  await beacon.pause();
  expect(await reader.brake(await finalView())).toMatchObject({ kind: 'braked' });
  await anvil.reorg(1);
  await anvil.mine(3);
  const view = await finalView();
  expect(view.directive).toMatchObject({ seq: 1, paused: false });
  expect(accepted(known, view).seq).toBe(1);
});

test('A reorganisation of what was final is refused until the chain agrees again', async () => {
  await anvil.mine(1);
  const snapshot = await anvil.rpc('evm_snapshot');
  await beacon.pause('ALL', 'first');
  await anvil.mine(3);
  const known = accepted(EMPTY, await finalView());
  expect(known.seq).toBe(2);

  await anvil.rpc('evm_revert', snapshot);
  await anvil.mine(10);
  expect(acceptView(known, await finalView())).toMatchObject({ kind: 'rejected', code: 'chain/seq-lower' });

  await beacon.guardianPause('ALL', 'another pause');
  await anvil.mine(3);
  expect(acceptView(known, await finalView())).toMatchObject({ kind: 'rejected', code: 'chain/content-changed' });

  await beacon.publish();
  await anvil.mine(3);
  expect(acceptView(known, await finalView())).toMatchObject({ kind: 'rejected', code: 'chain/head-broken' });
});

test('A call at an orphaned hash is told as a reorganisation, never as the contract’s own no', async () => {
  await anvil.mine(2);
  const orphan = await anvil.block('latest');
  await anvil.reorg(1);
  const endpoint = createEndpoint(createJsonRpcClient({ url: anvil.url }));
  const { signal } = new AbortController();
  const asked = endpoint.chainView(beacon.deployment.beacon, orphan.hash, 'ALL', NONE, signal);
  await expect(asked).rejects.toMatchObject({ code: 'chain/reorged' });
});

import { type RpcRequest } from '@noderr/beacon/testing';
import { endlessBody, startHostileRegistry } from '@noderr/oci/testing';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnUpdateLab } from './on-update-lab.ts';

const Block = z.looseObject({ number: z.string() });

function asksForFinalBlock({ method, params }: RpcRequest): boolean {
  return method === 'eth_getBlockByNumber' && params[0] === 'finalized';
}

/** More than this suite needs, and less than an endless layer would take of the machine if nothing stopped it. */
const DISK_BYTES = 256 * 1_048_576;

await describeOnUpdateLab(
  'a whole agent with a bad registry or a bad chain',
  (here, lab) => {
    let firstFinal: z.infer<typeof Block>;

    beforeAll(async () => {
      const { world, node } = here();
      const image = await world.signed();
      const id = await world.publish(image);
      world.rpc.behave((request) =>
        asksForFinalBlock(request) ? { kind: 'twist', twist: (block) => (firstFinal = Block.parse(block)) } : undefined,
      );
      await node.runs(id, image);
      world.rpc.behave(() => undefined);
    });

    it('stays where it is while the registry is down, and takes the release when it is back', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      await lab().registry.stop();
      const id = await world.publish(image);
      expect(await node.refuses(id, 'registry/unreachable', before)).toContain(world.registry.host);
      await lab().registry.start();
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
    });

    it('follows no redirect to another host', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      const elsewhere = await startHostileRegistry();
      const undo = world.registry.hijack(image.index, (response) => {
        response.writeHead(307, { location: `${elsewhere.url}/v2/noderr/oracle/manifests/${image.index}` }).end();
      });
      const id = await world.publish(image);
      expect(await node.refuses(id, 'registry/redirected', before)).toContain(elsewhere.host);
      expect(elsewhere.requests).toEqual([]);
      undo();
      await elsewhere.close();
    });

    it('stops reading a manifest that never ends', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      const undo = world.registry.hijack(image.index, endlessBody);
      await node.refuses(await world.publish(image), 'content/too-large', before);
      undo();
    });

    it('stops the pull of a layer that never ends, before it fills the disk', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      const undo = world.registry.hijack(image.ownLayer, endlessBody);
      const detail = await node.refuses(await world.publish(image), 'content/too-large', before);
      expect(detail).toContain('more than');
      undo();
    });

    it('never creates a container from a layer of other bytes under the headers of the right ones', async () => {
      const { world, node } = here();
      const before = await node.running();
      const names = await world.docker.names();
      const image = await world.signed();
      const undo = world.registry.tamper(image.ownLayer, (bytes) => Buffer.from(bytes.toReversed()));
      await node.refuses(await world.publish(image), 'content/digest-mismatch', before);
      expect(await world.docker.names()).toEqual(names);
      undo();
    });

    it('does nothing while no endpoint of the chain answers, and follows it afterwards', async () => {
      const { world, node } = here();
      const before = await node.running();
      world.rpc.behave(() => ({ kind: 'status', status: 503 }));
      const image = await world.signed();
      const asked = world.registry.log.length;
      const id = await world.publish(image);
      const { trouble } = await node.until('the chain is not seen', (status) => status.trouble !== null);
      expect(trouble?.code).toBe('chain/no-quorum');
      expect(await node.running()).toEqual(before);
      expect(world.registry.log.slice(asked)).toEqual([]);
      world.rpc.behave(() => undefined);
      await node.runs(id, image);
    });

    it('does not stop the old container for a release once the chain cannot be asked any more', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      const layer = world.registry.hold(image.ownLayer);
      const id = await world.publish(image);
      await layer.asked;
      world.rpc.behave(() => ({ kind: 'status', status: 503 }));
      layer.release();
      await node.refuses(id, 'rpc/unreachable', before);
      world.rpc.behave(() => undefined);
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
    });

    it('does not go back to what was wanted at an old block that an endpoint shows as the newest final one', async () => {
      const { world, node } = here();
      const before = await node.running();
      world.rpc.behave((request) => (asksForFinalBlock(request) ? { kind: 'answer', result: firstFinal } : undefined));
      const { trouble } = await node.until('the past is seen', (status) => status.trouble?.code === 'chain/behind');
      expect(trouble?.detail).toContain('older final block');
      world.rpc.behave(() => undefined);
      await node.looksAtTheChain(2);
      expect(await node.running()).toEqual(before);
    });
  },
  { diskBytes: DISK_BYTES },
);

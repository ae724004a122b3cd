import { generateSigningKey } from '@noderr/oci';
import { Address, type FailureCode, isReleaseFault } from '@noderr/protocol';
import { beforeAll, expect, it } from 'vitest';
import { describeOnUpdateLab } from './on-update-lab.ts';
import { type TestImage } from './test-publisher.ts';
import { type UpdateLab } from './update-lab.ts';
import { expectWholeStories } from './whole-stories.ts';

interface Forgery {
  what: string;
  code: FailureCode;
  says: RegExp;
  forge: (world: UpdateLab, image: TestImage) => Promise<unknown>;
}

const mallory = generateSigningKey('ed25519');
const otherBeacon = Address.parse(`0x${'00'.repeat(19)}bb`);

function signedFor(annotations: Parameters<UpdateLab['publisher']['sign']>[1]['annotations']): Forgery['forge'] {
  return ({ publisher, signers, nextVersion }, image) =>
    publisher.sign(image, { keys: signers, version: nextVersion, annotations: annotations ?? {} });
}

const FORGERIES: readonly Forgery[] = [
  {
    what: 'a release that nobody signed',
    code: 'signature/missing',
    says: /0 of 2 needed/,
    forge: () => Promise.resolve(),
  },
  {
    what: 'one with too few signers',
    code: 'signature/missing',
    says: /1 of 2 needed/,
    forge: ({ publisher, signers: [, bob], nextVersion }, image) =>
      publisher.sign(image, { keys: [bob], version: nextVersion }),
  },
  {
    what: 'one that a single signer signed twice',
    code: 'signature/missing',
    says: /1 of 2 needed/,
    forge: ({ publisher, signers: [alice], nextVersion }, image) =>
      publisher.sign(image, { keys: [alice, alice], version: nextVersion }),
  },
  {
    what: 'one signed by a key that is not pinned',
    code: 'signature/untrusted',
    says: /not pinned/,
    forge: ({ publisher, signers: [alice], nextVersion }, image) =>
      publisher.sign(image, { keys: [alice, mallory], version: nextVersion }),
  },
  {
    what: 'one whose signatures are for another digest',
    code: 'signature/wrong-subject',
    says: /signs sha256:dddd/,
    forge: ({ publisher, signers, nextVersion }, image) =>
      publisher.sign(image, { keys: signers, version: nextVersion, sha256: 'd'.repeat(64) }),
  },
  {
    what: 'one signed for another tier',
    code: 'signature/wrong-statement',
    says: /for tier ORACLE, not ALL/,
    forge: signedFor({ tier: 'ORACLE' }),
  },
  {
    what: 'one signed for another service',
    code: 'signature/wrong-statement',
    says: /for service guardian, not oracle/,
    forge: signedFor({ service: 'guardian' }),
  },
  {
    what: 'one signed for another chain',
    code: 'signature/wrong-statement',
    says: /for chainId 1, not 31337/,
    forge: signedFor({ chainId: '1' }),
  },
  {
    what: 'one signed for another beacon',
    code: 'signature/wrong-statement',
    says: /for beacon 0x0+bb, not/,
    forge: signedFor({ beacon: otherBeacon }),
  },
  {
    what: 'one signed for another version',
    code: 'signature/wrong-version',
    says: /for version 9\.9\.9, not/,
    forge: ({ publisher, signers }, image) => publisher.sign(image, { keys: signers, version: '9.9.9' }),
  },
  {
    what: 'a good one whose manifest was exchanged in the registry, under the headers of the right one',
    code: 'content/digest-mismatch',
    says: /got bytes of sha256:/,
    forge: async ({ publisher, signers, nextVersion, registry }, image) => {
      await publisher.sign(image, { keys: signers, version: nextVersion });
      registry.tamper(image.index, (bytes) => Buffer.from(bytes.toString().replace(/[0-9a-f]{64}/, 'e'.repeat(64))));
    },
  },
];

await describeOnUpdateLab('a whole agent refuses before any layer is asked for', (here) => {
  let firstImage: TestImage;

  beforeAll(async () => {
    const { world, node } = here();
    firstImage = await world.signed();
    await node.runs(await world.publish(firstImage), firstImage);
  });

  async function expectRefusal(image: TestImage, code: FailureCode, says: RegExp): Promise<void> {
    const { world, node } = here();
    const before = await node.running();
    const alarm = `noderr_agent_refused_releases_total{code="${code}"}`;
    const alarms = await node.metric(alarm);
    const asked = world.registry.log.length;
    const since = new Date();

    const id = await world.publish(image);
    expect(await node.refuses(id, code, before)).toMatch(says);
    expect(isReleaseFault(code)).toBe(true);
    const { cannotFollow } = await node.until('it stays refused', (status) => status.cannotFollow?.releaseId === id);
    expect(cannotFollow?.code).toBe(code);
    expect(await node.metric(alarm)).toBe(alarms + 1);

    const requests = world.registry.log.slice(asked);
    // That it was looked at proves that the log would have shown a layer too.
    expect(requests.some((request) => request.includes(image.index.slice('sha256:'.length)))).toBe(true);
    expect(requests.filter((request) => image.content.some((digest) => request.includes(digest)))).toEqual([]);
    expect(await world.docker.startedSince(since)).toEqual([]);
  }

  it.each(FORGERIES)('$what: $code', async ({ code, says, forge }) => {
    const { world } = here();
    const image = await world.publisher.image(`forged for ${world.nextVersion}`);
    await forge(world, image);
    await expectRefusal(image, code, says);
  });

  it('an old image that comes back under a new version with its old signatures: signature/wrong-version', async () => {
    await expectRefusal(firstImage, 'signature/wrong-version', /for version 1\.0\.0, not/);
  });

  it('a release whose services are not those of the template, without a word to the registry', async () => {
    const { world, node } = here();
    const before = await node.running();
    const image = await world.signed();
    const asked = world.registry.log.length;
    const components = [image.component, { ...image.component, service: 'sidecar' }];
    const detail = await node.refuses(await world.publish(image, { components }), 'template/mismatch', before);
    expect(detail).toContain('no template for sidecar');
    expect(world.registry.log.slice(asked)).toEqual([]);
  });

  it('and takes the next good one', async () => {
    const { world, node } = here();
    const image = await world.signed();
    await node.runs(await world.publish(image), image);
    expectWholeStories(node.events(), FORGERIES.length + 4);
  });
});

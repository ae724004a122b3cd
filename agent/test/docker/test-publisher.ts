import { type BeaconIdentity } from '@noderr/oci';
import {
  type BuiltLayer,
  buildImage,
  buildIndex,
  buildLayer,
  createRegistryWriter,
  expectationOf,
  linuxPlatform,
  type OciDigest,
  openBlobFolder,
  parseManifest,
  pushImage,
  pushSignature,
  RegistryEndpoint,
  registryUrlOf,
  signComponent,
  type SigningKey,
} from '@noderr/oci';
import { findProgram } from '@noderr/oci/testing';
import { type Component, hexOfOciDigest, type ReleaseAnnotations, Repository, Tier, Version } from '@noderr/protocol';

/** What a release does when it runs: answers its health checks, answers them with 404, or ends at once. */
export type Behaviour = 'healthy' | 'sick' | 'crash';

const SERVICE = `#!/bin/busybox sh
trap 'kill $web; exit 0' TERM
/bin/busybox httpd -f -p 8080 -h /www &
web=$!
echo "$RELEASE starts"
[ -e /www/crash ] && exit 7
wait $web
`;

/** An image in the registry, signed or not. */
export interface TestImage {
  component: Component;
  index: OciDigest;
  /** Config and layers: what nobody may ask for before the signatures are judged good. */
  content: readonly OciDigest[];
  /** The layer that no other image has. */
  ownLayer: OciDigest;
}

/** What signatures of a test say; what is left out is right. */
export interface Claim {
  keys: readonly SigningKey[];
  version: string;
  sha256?: string;
  annotations?: Partial<ReleaseAnnotations>;
}

/** Builds tiny images, pushes and signs them, as `noderr sign` does and as an attacker would. */
export interface TestPublisher {
  image(name: string, behaviour?: Behaviour): Promise<TestImage>;
  sign(image: TestImage, claim: Claim): Promise<void>;
  close(): void;
}

export async function createTestPublisher(options: {
  folder: string;
  registryHost: string;
  identity: BeaconIdentity;
  path: string;
}): Promise<TestPublisher> {
  const busybox = await findProgram('busybox', options.path);
  if (busybox === null) throw new Error('busybox-static is not installed');
  const signal = new AbortController().signal;
  const blobs = await openBlobFolder(options.folder);
  const endpoint = RegistryEndpoint.parse({ url: registryUrlOf(options.registryHost) });
  const writer = createRegistryWriter(endpoint);
  const repository = Repository.parse('noderr/oracle');
  const base = await buildLayer(blobs, [
    { kind: 'copy', path: '/bin/busybox', from: busybox, mode: 0o755 },
    { kind: 'symlink', path: '/bin/sh', target: 'busybox' },
    { kind: 'file', path: '/service', content: SERVICE, mode: 0o755 },
  ]);

  function ownLayer(name: string, behaviour: Behaviour): Promise<BuiltLayer> {
    const page = behaviour === 'healthy' ? 'health' : behaviour;
    return buildLayer(blobs, [{ kind: 'file', path: `/www/${page}`, content: name }]);
  }

  return {
    async image(name, behaviour = 'healthy') {
      const own = await ownLayer(name, behaviour);
      const built = await buildImage(blobs, {
        platform: linuxPlatform(process.arch),
        layers: [base, own],
        config: { entrypoint: ['/service'], env: { RELEASE: name } },
      });
      const index = await buildIndex(blobs, [built]);
      await pushImage(writer, blobs, { repository, digest: index.digest }, signal);
      const { config, layers } = parseManifest(await blobs.read(built.descriptor.digest), name);
      return {
        component: { service: 'oracle', repository, digest: hexOfOciDigest(index.digest) },
        index: index.digest,
        content: [config, ...layers].map(({ digest }) => digest),
        ownLayer: own.descriptor.digest,
      };
    },
    async sign({ component, index }, { keys, version, sha256, annotations }) {
      const right = expectationOf(
        { tier: Tier.parse('ALL'), version: Version.parse(version) },
        component,
        options.identity,
      );
      const said = {
        sha256: sha256 ?? right.sha256,
        annotations: { ...right.annotations, ...annotations },
      };
      for (const key of keys) await pushSignature(writer, repository, index, signComponent(said, key), signal);
    },
    close() {
      writer.close();
    },
  };
}

export { OciDigest } from './digest.ts';
export { parseManifest } from './document.ts';
export { OciFault } from './fault.ts';
export { buildImage, buildIndex, type RunConfig } from './image/build-image.ts';
export { type BuiltLayer, buildLayer, type LayerFile } from './image/build-layer.ts';
export { pullImage } from './image/pull-image.ts';
export { pushImage } from './image/push-image.ts';
export { unpackImage } from './image/unpack-image.ts';
export { ImageConfig } from './image/image-config.ts';
export { linuxPlatform, platformText } from './image/platform.ts';
export { listPlatforms, resolveImage } from './image/resolve-image.ts';
export { RegistryEndpoint, registryUrlOf } from './registry/endpoint.ts';
export { createRegistryClient, type RegistryClient } from './registry/registry-client.ts';
export { createRegistryWriter, type RegistryWriter } from './registry/registry-writer.ts';
export { type RegistrySource } from './registry/registry-source.ts';
export { type BeaconIdentity, expectationOf } from './signature/expectation.ts';
export { pushSignature } from './signature/push-signature.ts';
export { signComponent } from './signature/sign-component.ts';
export {
  generateSigningKey,
  privateKeyPem,
  readSigningKey,
  type SigningKey,
  SigningKeyError,
} from './signature/signing-key.ts';
export { TrustPolicy } from './signature/trust-policy.ts';
export { verifyComponent } from './signature/verify-component.ts';
export { type RegistryServer, startRegistry } from './server/start-registry.ts';
export { type BlobFolder, openBlobFolder } from './store/blob-folder.ts';

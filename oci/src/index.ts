export { digestOf, fallbackTagOf, hexOf, OciDigest } from './digest.ts';
export {
  Descriptor,
  type Document,
  ImageIndex,
  ImageManifest,
  parseDocument,
  parseIndex,
  parseManifest,
  Platform,
} from './document.ts';
export { OciFault, type OciFaultCode } from './fault.ts';
export { type BuiltImage, buildImage, buildIndex, type ImagePlan, type RunConfig } from './image/build-image.ts';
export { type BuiltLayer, buildLayer, type LayerFile } from './image/build-layer.ts';
export { writeImageLayout } from './image/image-layout.ts';
export { type BlobProgress, pullImage } from './image/pull-image.ts';
export { type ImagePush, pushImage } from './image/push-image.ts';
export { DEFAULT_UNPACK_LIMITS, unpackImage, type UnpackLimits } from './image/unpack-image.ts';
export { ImageConfig } from './image/image-config.ts';
export { linuxPlatform, pickPlatform, platformsOf, platformText, runsOn } from './image/platform.ts';
export { listPlatforms, type ResolvedImage, resolveImage } from './image/resolve-image.ts';
export { DEFAULT_OCI_LIMITS, type OciLimits } from './limits.ts';
export { isLoopback, RegistryEndpoint, registryUrlOf } from './registry/endpoint.ts';
export {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientDependencies,
  type RegistryClientOptions,
} from './registry/registry-client.ts';
export {
  type BlobPush,
  createRegistryWriter,
  type DocumentPush,
  type RegistryWriter,
} from './registry/registry-writer.ts';
export { type RegistrySource } from './registry/registry-source.ts';
export { type BeaconIdentity, type Expectation, expectationOf } from './signature/expectation.ts';
export { keyHintOf } from './signature/key-hint.ts';
export { signComponent, signPayload } from './signature/sign-component.ts';
export {
  generateSigningKey,
  privateKeyPem,
  readSigningKey,
  type SigningKey,
  SigningKeyError,
} from './signature/signing-key.ts';
export { TrustPolicy } from './signature/trust-policy.ts';
export {
  type BundleVerdict,
  judgeBundle,
  type Rejection,
  sumUp,
  type Verdict,
  verifyBundles,
} from './signature/verify-bundles.ts';
export { type VerifiedComponent, verifyComponent } from './signature/verify-component.ts';
export {
  type RegistryRequestLog,
  type RegistryServer,
  type RegistryServerOptions,
  startRegistry,
} from './server/start-registry.ts';
export { type BlobFolder, openBlobFolder, type StoredBlob } from './store/blob-folder.ts';

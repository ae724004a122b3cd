import { type Descriptor, type ImageIndex, type Platform } from '../document.ts';
import { OciFault } from '../fault.ts';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm', arm64: 'arm64', ia32: '386' };

/** The platform of containers on a machine: always Linux; `arch` as Node's `process.arch` says it. */
export function linuxPlatform(arch: string): Platform {
  return { os: 'linux', architecture: ARCHITECTURES[arch] ?? arch };
}

export function platformText(platform: Platform): string {
  const variant = platform.variant === undefined ? '' : `/${platform.variant}`;
  return `${platform.os}/${platform.architecture}${variant}`;
}

/** True where an image of `offered` runs on `wanted`; a variant matters only where both name one. */
export function runsOn(offered: Platform, wanted: Platform): boolean {
  if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return false;
  return offered.variant === undefined || wanted.variant === undefined || offered.variant === wanted.variant;
}

/** Images of an index by platform; attestations, which name `unknown/unknown`, are none. */
export function platformsOf(index: ImageIndex): { platform: Platform; descriptor: Descriptor }[] {
  return index.manifests.flatMap((descriptor) => {
    const { platform } = descriptor;
    return platform === undefined || platform.os === 'unknown' ? [] : [{ platform, descriptor }];
  });
}

/** @throws OciFault content/platform-missing */
export function pickPlatform(index: ImageIndex, wanted: Platform, what: string): Descriptor {
  const offered = platformsOf(index);
  const found = offered.find(({ platform }) => runsOn(platform, wanted));
  if (found !== undefined) return found.descriptor;
  const list = offered.map(({ platform }) => platformText(platform)).join(', ') || 'none';
  throw new OciFault('content/platform-missing', `${what} has no image for ${platformText(wanted)}, only ${list}`);
}

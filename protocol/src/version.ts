import { z } from 'zod';

const PART_LIMITS = [2 ** 24, 2 ** 20, 2 ** 20] as const;
const PATTERN = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** `major.minor.patch` without pre-release or build parts; major < 2^24, minor and patch < 2^20. */
export const Version = z
  .string()
  .refine((text) => parts(text) !== undefined, 'expected major.minor.patch without a pre-release')
  .brand<'Version'>();
export type Version = z.infer<typeof Version>;

function parts(text: string): readonly [number, number, number] | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (major >= PART_LIMITS[0] || minor >= PART_LIMITS[1] || patch >= PART_LIMITS[2]) return undefined;
  return [major, minor, patch];
}

/** The contract's form of a version: `major << 40 | minor << 20 | patch`. */
export function packVersion(version: Version): bigint {
  const found = parts(version);
  if (!found) throw new RangeError(`not a version: ${version}`);
  const [major, minor, patch] = found;
  return (BigInt(major) << 40n) | (BigInt(minor) << 20n) | BigInt(patch);
}

export function unpackVersion(packed: bigint): Version {
  const mask = (1n << 20n) - 1n;
  return Version.parse(`${packed >> 40n}.${(packed >> 20n) & mask}.${packed & mask}`);
}

/** Negative, zero or positive as `a` is lower than, equal to or higher than `b`. */
export function compareVersions(a: Version, b: Version): number {
  const difference = packVersion(a) - packVersion(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

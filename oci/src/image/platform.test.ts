import { describe, expect, it } from 'vitest';
import { type ImageIndex } from '../document.ts';
import { linuxPlatform, pickPlatform, platformsOf, runsOn } from './platform.ts';

function entry(n: string, os: string, architecture: string, variant?: string): ImageIndex['manifests'][number] {
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  return { mediaType: 'x', digest: `sha256:${n.repeat(64)}`, size: 1, platform };
}

const index: ImageIndex = {
  schemaVersion: 2,
  manifests: [
    entry('a', 'linux', 'amd64'),
    entry('b', 'linux', 'arm64', 'v8'),
    entry('c', 'unknown', 'unknown'),
    { mediaType: 'x', digest: `sha256:${'d'.repeat(64)}`, size: 1 },
  ],
};

describe('platforms', () => {
  it('leave out attestations and what names none', () => {
    expect(platformsOf(index)).toHaveLength(2);
  });

  it("are picked by Node's name of the architecture", () => {
    expect(pickPlatform(index, linuxPlatform('x64'), 'it').digest).toContain('aaaa');
    expect(pickPlatform(index, linuxPlatform('arm64'), 'it').digest).toContain('bbbb');
    expect(() => pickPlatform(index, linuxPlatform('riscv64'), 'it')).toThrow(
      'it has no image for linux/riscv64, only linux/amd64, linux/arm64/v8',
    );
    expect(() => pickPlatform({ ...index, manifests: [] }, linuxPlatform('x64'), 'it')).toThrow('only none');
  });

  it('fit where variants do not contradict each other', () => {
    const v7 = { os: 'linux', architecture: 'arm', variant: 'v7' };
    expect(runsOn(v7, { os: 'linux', architecture: 'arm' })).toBe(true);
    expect(runsOn(v7, v7)).toBe(true);
    expect(runsOn(v7, { ...v7, variant: 'v6' })).toBe(false);
    expect(runsOn(v7, { ...v7, os: 'windows' })).toBe(false);
  });
});

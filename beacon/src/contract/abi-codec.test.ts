import { AbiCoder, Interface } from 'ethers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AbiError, decodeParams, encodeParams } from './abi-codec.ts';
import { decodeResult, structOf } from './beacon-abi.ts';
import { HexData } from './hex.ts';
import { versionBeaconAbi } from './version-beacon-abi.ts';

const VIEW = structOf('chainView');
const coder = AbiCoder.defaultAbiCoder();
const viewType = new Interface(JSON.stringify(versionBeaconAbi)).getFunction('chainView')?.outputs[0];

const hex32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);
const text = fc.string({ unit: 'grapheme', maxLength: 70 });
const uint = (bits: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });

const release = fc.record({
  tier: uint(2),
  id: uint(64),
  version: uint(64),
  minFrom: uint(64),
  data: fc.constantFrom(0n, 1n, 2n),
  plan: fc.record({
    canaryBps: uint(16),
    cohortBps: uint(16),
    cohortDelay: uint(32),
    gated: fc.boolean(),
    salt: hex32,
  }),
  notesUri: text,
  publishedAt: uint(64),
  publisher: address,
  revoked: fc.boolean(),
  contentHash: hex32,
  components: fc.array(fc.record({ service: text, repository: text, digest: hex32 }), { maxLength: 4 }),
});
const directive = fc.record({
  seq: uint(64),
  rolloutId: uint(64),
  kind: fc.constantFrom(0n, 1n, 2n),
  target: uint(64),
  baseline: uint(64),
  withdrawn: uint(64),
  openThrough: uint(8),
  openedAt: uint(64),
  spread: uint(32),
  startedAt: uint(64),
  paused: fc.boolean(),
  pausedBy: address,
  pausedByGuardian: fc.boolean(),
  pausedAt: uint(64),
  pausedTotal: uint(64),
  floor: uint(64),
  trustVersion: uint(64),
  trustDigest: hex32,
  previousHash: hex32,
  headHash: hex32,
});
const view = fc.record({
  chainId: uint(256),
  deploymentBlock: uint(64),
  blockNumber: uint(64),
  blockTime: uint(64),
  current: uint(64),
  directive,
  target: release,
  baseline: release,
  targetStones: fc.array(release, { maxLength: 3 }),
  baselineStones: fc.array(release, { maxLength: 3 }),
  descent: fc.constantFrom(0n, 1n, 2n),
});

test('A chain view is encoded as ethers encodes it, and read back to the same', () => {
  if (!viewType) throw new Error('no chainView in the ABI');
  fc.assert(
    fc.property(view, (value) => {
      const expected = coder.encode([viewType], [value]);
      const raw = JSON.parse(JSON.stringify(value, hexText), revive) as typeof value;
      expect(`0x${encodeParams([VIEW], [raw])}`).toBe(expected);
      const decoded = decodeResult('chainView', HexData.parse(expected))['0'];
      expect(decoded).toEqual(raw);
    }),
    { numRuns: 60 },
  );
});

test('Broken bytes are refused with a code and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      try {
        decodeParams([VIEW], hex);
      } catch (error) {
        expect(error).toBeInstanceOf(AbiError);
      }
    }),
    { numRuns: 300 },
  );
});

test('A second encoding of the same value is refused', () => {
  const word = (value: number): string => value.toString(16).padStart(64, '0');
  expect(decodeResult('latestId', HexData.parse(`0x${word(7)}`))).toEqual({ '0': 7n });
  expect(() => decodeResult('latestId', HexData.parse(`0x${word(7)}${word(0)}`))).toThrow(AbiError);
});

/** Our codec takes text as the hex of its bytes. */
function hexText(key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `n${value}`;
  if (typeof value !== 'string' || !['notesUri', 'service', 'repository'].includes(key)) return value;
  return `0x${Buffer.from(value).toString('hex')}`;
}

function revive(_key: string, value: unknown): unknown {
  return typeof value === 'string' && /^n\d+$/.test(value) ? BigInt(value.slice(1)) : value;
}

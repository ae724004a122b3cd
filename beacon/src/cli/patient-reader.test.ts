import { ReleaseId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type BeaconReader } from '../reader/beacon-reader.ts';
import { type ChainReading } from '../reader/chain-reading.ts';
import { patientReader } from './patient-reader.ts';

const QUORUM = { needed: 1, agreeing: 0, endpoints: [] };
const NONE = ReleaseId.parse(0);
const unavailable: ChainReading = { kind: 'unavailable', code: 'chain/reorged', message: 'gone', quorum: QUORUM };
const mismatch: ChainReading = { kind: 'mismatch', code: 'chain/wrong-code', quorum: QUORUM };

function readerThatSays(readings: ChainReading[]): { reader: BeaconReader; left: ChainReading[] } {
  const left = [...readings];
  const readView = (): Promise<ChainReading> => {
    const next = left.shift();
    return next ? Promise.resolve(next) : Promise.reject(new Error('asked too often'));
  };
  return { reader: { readView } as Partial<BeaconReader> as BeaconReader, left };
}

describe('a reader that asks again', () => {
  it('takes the answer that comes after none', async () => {
    const { reader } = readerThatSays([unavailable, mismatch]);
    expect(await patientReader(reader).readView('ALL', NONE)).toBe(mismatch);
  });

  it('gives up after three questions', async () => {
    const { reader, left } = readerThatSays([unavailable, unavailable, unavailable, mismatch]);
    expect(await patientReader(reader).readView('ALL', NONE)).toBe(unavailable);
    expect(left).toEqual([mismatch]);
  });

  it('never asks again about another contract', async () => {
    const { reader, left } = readerThatSays([mismatch, unavailable]);
    expect(await patientReader(reader).readView('ALL', NONE)).toBe(mismatch);
    expect(left).toEqual([unavailable]);
  });

  it('stops where it is told to', async () => {
    const { reader, left } = readerThatSays([unavailable, mismatch]);
    await expect(patientReader(reader).readView('ALL', NONE, AbortSignal.abort(new Error('stop')))).rejects.toThrow();
    expect(left).toEqual([mismatch]);
  });
});

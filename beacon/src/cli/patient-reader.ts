import { type BeaconReader } from '../reader/beacon-reader.ts';
import { pause } from '../transactions/pause.ts';

const QUESTIONS = 3;
const BETWEEN_QUESTIONS_MS = 1_000;

/** Asks again where there is no answer: endpoints that are a block apart, or mine one just now, do not agree at once. */
export function patientReader(reader: BeaconReader): BeaconReader {
  return {
    ...reader,
    readViews: (questions, signal) => patiently(() => reader.readViews(questions, signal), signal),
    readView: (tier, current, signal) => patiently(() => reader.readView(tier, current, signal), signal),
    readLatest: (tier, current, signal) => patiently(() => reader.readLatest(tier, current, signal), signal),
    changes: (tier, fromBlock, signal) => patiently(() => reader.changes(tier, fromBlock, signal), signal),
    readRelease: (tier, id, signal) => patiently(() => reader.readRelease(tier, id, signal), signal),
    readBlock: (height, signal) => patiently(() => reader.readBlock(height, signal), signal),
  };
}

async function patiently<T extends { kind: string }>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let asked = 1; ; asked += 1) {
    const reading = await ask();
    if (reading.kind !== 'unavailable' || asked === QUESTIONS) return reading;
    await pause(BETWEEN_QUESTIONS_MS, signal);
  }
}

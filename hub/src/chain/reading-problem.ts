import { type ChainReadings } from '@noderr/beacon';

/** What is wrong with a reading, in words for an admin; empty when all is well. */
export function readingProblem(reading: ChainReadings): string {
  switch (reading.kind) {
    case 'final':
      return '';
    case 'stale':
      return reading.code === 'chain/stale'
        ? `the newest final block is ${ageText(reading.ageS)} old`
        : `the newest final block is ${ageText(-reading.ageS)} ahead of the hub’s clock`;
    case 'mismatch':
      return MISMATCH[reading.code];
    case 'unavailable':
      return reading.message;
  }
}

const MISMATCH = {
  'chain/wrong-chain-id': 'the endpoints are of another chain than the configured one',
  'chain/wrong-deployment': 'the contract was deployed in another block than the pinned one',
  'chain/wrong-code': 'there is no contract at the configured address, or its code is not the pinned one',
} as const;

function ageText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

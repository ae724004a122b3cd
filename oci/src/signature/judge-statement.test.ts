import { describe, expect, it } from 'vitest';
import { releaseStatement, STATEMENT_PAYLOAD_TYPE } from '@noderr/protocol';
import { digestOf } from '../digest.ts';
import { releaseOf } from '../testing/signed-release.ts';
import { judgeStatement } from './judge-statement.ts';

const { expected } = releaseOf(digestOf(Buffer.from('the image')));
const { sha256, annotations } = expected;
const statement = releaseStatement(sha256, annotations);

function codeOf(payload: unknown, payloadType = STATEMENT_PAYLOAD_TYPE): string | undefined {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload));
  return judgeStatement(payloadType, bytes, expected)?.code;
}

describe('judgeStatement', () => {
  it('has nothing against the expected statement', () => {
    expect(codeOf(statement)).toBeUndefined();
  });

  it('does not mind further annotations, further digests and another case of the beacon', () => {
    const [subject] = statement.subject;
    const more = {
      digest: { sha256, sha512: 'x' },
      annotations: { ...subject?.annotations, beacon: annotations.beacon.toUpperCase().replace('0X', '0x'), note: 'x' },
    };
    expect(codeOf({ ...statement, subject: [more] })).toBeUndefined();
  });

  it.each([
    ['another payload type', statement, 'text/plain'],
    ['no JSON', Buffer.from('{'), STATEMENT_PAYLOAD_TYPE],
    ['bytes that are not UTF-8', Buffer.from([0xff]), STATEMENT_PAYLOAD_TYPE],
    ['no object', 'x', STATEMENT_PAYLOAD_TYPE],
    ['no subject', { ...statement, subject: [] }, STATEMENT_PAYLOAD_TYPE],
    ['two subjects', { ...statement, subject: [...statement.subject, ...statement.subject] }, STATEMENT_PAYLOAD_TYPE],
    ['no annotations', { ...statement, subject: [{ digest: { sha256 } }] }, STATEMENT_PAYLOAD_TYPE],
    ['no predicate', { ...statement, predicate: undefined }, STATEMENT_PAYLOAD_TYPE],
  ])('refuses %s as a wrong statement', (_name, payload, payloadType) => {
    expect(codeOf(payload, payloadType)).toBe('signature/wrong-statement');
  });

  it('refuses a subject that names only another kind of digest', () => {
    expect(codeOf({ ...statement, subject: [{ digest: { sha512: sha256 }, annotations }] })).toBe(
      'signature/wrong-subject',
    );
  });
});

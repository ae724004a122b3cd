import { ReleaseAnnotations, STATEMENT_PAYLOAD_TYPE, STATEMENT_PREDICATE_TYPE, STATEMENT_TYPE } from '@noderr/protocol';
import { z } from 'zod';
import { type OciFaultCode } from '../fault.ts';
import { type Expectation } from './expectation.ts';

/** Why a statement is not the expected one; undefined if it is. */
export type Objection = { code: Extract<OciFaultCode, `signature/${string}`>; reason: string } | undefined;

/** The envelope of a statement as loosely as it can be read, so that each difference gets its own reason. */
const AnyStatement = z.object({
  _type: z.string(),
  predicateType: z.string(),
  predicate: z.record(z.string(), z.unknown()),
  subject: z
    .array(
      z.object({ digest: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()).optional() }),
    )
    .min(1),
});

/** Compares what was signed with what is expected; the library that checks the signature does none of this. */
export function judgeStatement(payloadType: string, payload: Uint8Array, expected: Expectation): Objection {
  if (payloadType !== STATEMENT_PAYLOAD_TYPE) return wrong(`its payload type is ${payloadType}`);
  const statement = AnyStatement.safeParse(jsonOf(payload));
  if (!statement.success) return wrong(`its payload is no in-toto statement: ${z.prettifyError(statement.error)}`);
  const { _type, predicateType, predicate, subject } = statement.data;
  if (_type !== STATEMENT_TYPE) return wrong(`its statement type is ${_type}`);
  if (predicateType !== STATEMENT_PREDICATE_TYPE) return wrong(`its predicate type is ${predicateType}`);
  if (Object.keys(predicate).length > 0) return wrong('its predicate is not empty');
  const [only, ...others] = subject;
  if (only === undefined || others.length > 0) return wrong(`it has ${subject.length} subjects`);
  const { sha256 } = only.digest;
  if (sha256 !== expected.sha256) {
    return { code: 'signature/wrong-subject', reason: `it signs sha256:${sha256 ?? 'nothing'}` };
  }
  const annotations = ReleaseAnnotations.safeParse(only.annotations);
  if (!annotations.success) return wrong(`its annotations are unusable: ${z.prettifyError(annotations.error)}`);
  for (const name of ['tier', 'service', 'chainId', 'beacon', 'version'] as const) {
    const [signed, wanted] = [annotations.data[name], expected.annotations[name]];
    const reason = `it was signed for ${name} ${signed}, not ${wanted}`;
    if (signed === wanted) continue;
    // Right in all else: an old release that comes back under a new id.
    return name === 'version' ? { code: 'signature/wrong-version', reason } : wrong(reason);
  }
  return undefined;
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

function wrong(reason: string): Objection {
  return { code: 'signature/wrong-statement', reason };
}

import { Hex32, OutcomeEvent, RECEIPT_TYP } from '@noderr/protocol';
import { z } from 'zod';
import { type CompactJws, parseCompactJws } from './compact-jws.ts';

/** Strict, so that a header cannot bring its own key. */
const ReceiptHeader = z.strictObject({ alg: z.literal('EdDSA'), typ: z.literal(RECEIPT_TYP), kid: Hex32 });

/** A receipt of the right form; whether a node made it only its signature says. */
export interface OutcomeReceipt {
  /** Which key it claims to be signed by. */
  readonly kid: Hex32;
  readonly event: OutcomeEvent;
  readonly jws: CompactJws;
}

/** Undefined unless it is a JWS of our type over an outcome event. */
export function parseReceipt(text: string): OutcomeReceipt | undefined {
  const jws = parseCompactJws(text);
  const header = ReceiptHeader.safeParse(jws?.header);
  const event = OutcomeEvent.safeParse(jws?.payload);
  return jws && header.success && event.success ? { kid: header.data.kid, event: event.data, jws } : undefined;
}

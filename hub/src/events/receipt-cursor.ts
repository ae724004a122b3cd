import { z } from 'zod';
import { HubError } from '../problem/hub-error.ts';

/** Where a receipt stands in the order of pages: when it came, its node, its attempt, its event's n. */
const ReceiptPosition = z.tuple([z.int(), z.string(), z.string(), z.int()]);
export type ReceiptPosition = z.infer<typeof ReceiptPosition>;

/** Before everything. */
export const FIRST_POSITION: ReceiptPosition = [-1, '', '', -1];

export function cursorOf(position: ReceiptPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws HubError `request/invalid` for what is no cursor of ours */
export function positionOf(cursor: string): ReceiptPosition {
  try {
    return ReceiptPosition.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const issues = [{ path: 'query.after', message: 'is no cursor of this list' }];
    throw new HubError('request/invalid', 'the page of receipts is not known', { cause, issues });
  }
}

/** Negative, zero or positive as `a` comes before, with or after `b`; as the database orders text by its bytes. */
export function comparePositions(a: ReceiptPosition, b: ReceiptPosition): number {
  for (const [i, part] of a.entries()) {
    const other = b[i] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

import { MAX_REASON_BYTES } from '@noderr/protocol';

/** The text cut to what the contract takes as a reason, never in the middle of a character. */
export function clippedReason(text: string): string {
  if (Buffer.byteLength(text) <= MAX_REASON_BYTES) return text;
  let cut = '';
  for (const character of text) {
    if (Buffer.byteLength(cut) + Buffer.byteLength(character) + Buffer.byteLength('…') > MAX_REASON_BYTES) break;
    cut += character;
  }
  return `${cut}…`;
}

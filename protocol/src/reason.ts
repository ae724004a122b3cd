import { z } from 'zod';

/**
 * Text of people as it is stored and printed: on one line. Control characters would break databases (NUL), tables (line
 * breaks) and terminals (escapes).
 */
export function onOneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Why an admin does something, in the admin's own words. */
export const Reason = z.string().max(200).overwrite(onOneLine).default('');

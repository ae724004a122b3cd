import { isPublicName, isSecretName } from './secret-names.ts';
import { REDACTED, redactPublic, redactText } from './redact-text.ts';
import { mnemonicRanges } from './mnemonic.ts';

/** `JSON.rawJSON` and the reviver's source text (ES2026, in Node 24): they keep whole numbers beyond 2^53 exact. */
interface SourceJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
}

const sourceJson = JSON as unknown as SourceJson;

/** A key of a JWK that is private. */
const JWK_PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']);

/**
 * A JSON text without secrets, at any depth, in names, values and inside strings. A text that is not JSON is redacted
 * as plain text: fails closed.
 */
export function redactJson(json: string): string {
  try {
    return JSON.stringify(sourceJson.parse(json, redactEntry));
  } catch {
    return redactText(json);
  }
}

function redactEntry(key: string, value: unknown, { source }: { source?: string }): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (isSecretName(key)) return REDACTED;
  if (typeof value === 'string') return isPublicName(key) ? redactPublic(value) : redactText(value);
  if (typeof value === 'number') return exactNumber(value, source);
  if (Array.isArray(value)) return redactPhrase(value);
  if (typeof value === 'object') return redactNames(value);
  return value;
}

function exactNumber(value: number, source: string | undefined): unknown {
  return source !== undefined && String(value) !== source ? sourceJson.rawJSON(source) : value;
}

/** Longer than any word of a phrase. */
const NO_WORD = 'x'.repeat(9);

/** A seed phrase may come as a list of words. */
function redactPhrase(list: unknown[]): unknown {
  const words = list.map((each) => (typeof each === 'string' ? each : NO_WORD));
  return mnemonicRanges(words.join(' ')).length > 0 ? REDACTED : list;
}

function redactNames(value: object): object {
  const isJwk = 'kty' in value;
  const entries = Object.entries(value);
  if (!isJwk && entries.every(([name]) => redactText(name) === name)) return value;
  return Object.fromEntries(
    entries.map(([name, each]) => [redactText(name), isJwk && JWK_PRIVATE.has(name) ? REDACTED : (each as unknown)]),
  );
}

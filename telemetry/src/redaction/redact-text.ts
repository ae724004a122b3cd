import { mnemonicRanges } from './mnemonic.ts';

export const REDACTED = '[redacted]';

/** Characters of a text that are kept: a line of a log may have 16 kB. */
export const MAX_TEXT = 16_384;
/** Characters of a text that are looked at; what lies beyond is dropped unseen. */
const MAX_READ = 4 * MAX_TEXT;

interface Rule {
  /** Every quantifier is bounded or excludes what may follow it, so that no text takes more than linear time. */
  pattern: RegExp;
  replacement: string;
}

const RULES: readonly Rule[] = [
  // PEM, also without its end.
  {
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[^]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g,
    replacement: REDACTED,
  },
  // The user info of a URL: first the one whose password holds a slash or an at sign. They begin behind the scheme,
  // which could begin at each of its letters.
  {
    pattern: /:\/\/[^\s/?#:@[]{0,256}:(?!\d{1,5}(?:[/?#\s]|$))[^\s]{0,512}@/g,
    replacement: `://${REDACTED}@`,
  },
  { pattern: /:\/\/[^\s/?#]{0,512}@/g, replacement: `://${REDACTED}@` },
  // Keys that RPC providers put into the path, and webhooks.
  { pattern: /(\/v[1-9]\/)(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{20,}/g, replacement: `$1${REDACTED}` },
  { pattern: /(hooks\.slack\.com\/services\/)[\w/]+/gi, replacement: `$1${REDACTED}` },
  { pattern: /\b([Bb]earer|BEARER|Basic)\s{1,3}[A-Za-z0-9+/=._~-]{8,}/g, replacement: `$1 ${REDACTED}` },
  { pattern: /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){0,3}/g, replacement: REDACTED },
  // Tokens that their issuers gave a prefix.
  {
    pattern:
      /\b(?:gh[opusr]_|github_pat_|gls?a_|glc_|glpat-|xox[abeoprs]-|sk-|sk_live_|rk_live_|npm_|dckr_pat_)[A-Za-z0-9_-]{10,}/g,
    replacement: REDACTED,
  },
  { pattern: /\bA[KS]IA[A-Z0-9]{16}\b/g, replacement: REDACTED },
  // age and BIP-32 keys, and a key in wallet import format.
  { pattern: /\bAGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]+/gi, replacement: REDACTED },
  { pattern: /\b[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{50,}/g, replacement: REDACTED },
  { pattern: /\b[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51}\b/g, replacement: REDACTED },
  // `name=value` and `"name": "value"`, also in JSON in a string six times over (63 backslashes).
  {
    pattern:
      /((?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|secret[_-]?key|signing[_-]?key|mnemonic|seed|keystore|cookie|authorization|credentials?)\\{0,63}["']?\s{0,3}[=:]\s{0,3})(?:\\{0,63}"[^"]{0,4096}"?|'[^']{0,4096}'?|[^\s"&]+)/gi,
    replacement: `$1${REDACTED}`,
  },
];

/** 32 bytes or more in hex: a key, unless an algorithm stands before it. */
const LONG_HEX = /((?:sha256|sha512|keccak256):)?(?:0x)?[0-9a-f]{64,}/gi;

/** A text without URL credentials, private keys, seed phrases and tokens, at most 16 384 characters long. */
export function redactText(text: string): string {
  return redactKnown(text, true);
}

/** The same for a text whose place says that 32 bytes in hex are a hash. */
export function redactPublic(text: string): string {
  return redactKnown(text, false);
}

/** No rule takes a text that is shorter and names, assigns and addresses nothing. */
const SHORTEST = 12;

function redactKnown(text: string, hexIsSecret: boolean): string {
  if (text.length < SHORTEST && !/[:=@]/.test(text)) return text;
  let clean = text.length > MAX_READ ? text.slice(0, MAX_READ) : text;
  for (const { pattern, replacement } of RULES) clean = clean.replace(pattern, replacement);
  if (hexIsSecret) clean = clean.replace(LONG_HEX, (hex, algorithm) => (algorithm === undefined ? REDACTED : hex));
  clean = withoutMnemonics(clean);
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
}

function withoutMnemonics(text: string): string {
  let clean = '';
  let from = 0;
  for (const [start, end] of mnemonicRanges(text)) {
    clean += text.slice(from, start) + REDACTED;
    from = end;
  }
  return from === 0 ? text : clean + text.slice(from);
}

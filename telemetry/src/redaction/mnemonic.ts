import { BIP39_WORDS } from './bip39-words.ts';

/** The shortest seed phrase of BIP-39. */
const MIN_WORDS = 12;
/** Characters between two words: a space, an indent, the number of a list, or quotes escaped six times over. */
const MAX_GAP = 160;

/** In JSON in a string a line break is an escape, whose letter is no part of a word. */
const WORD_OR_ESCAPE = /\\{1,63}[nrt]|[A-Za-z]+/g;

/** Where seed phrases stand in a text, as [start, end) offsets, in order. */
export function mnemonicRanges(text: string): [number, number][] {
  const ranges: [number, number][] = [];
  let run: { start: number; end: number; words: number } | undefined;
  const finish = (): void => {
    if (run && run.words >= MIN_WORDS) ranges.push([run.start, run.end]);
    run = undefined;
  };
  for (const { 0: word, index } of text.matchAll(WORD_OR_ESCAPE)) {
    if (word.startsWith('\\')) continue;
    if (run && index - run.end > MAX_GAP) finish();
    if (word.length > 8 || !BIP39_WORDS.has(word.toLowerCase())) finish();
    else run = { start: run?.start ?? index, end: index + word.length, words: (run?.words ?? 0) + 1 };
  }
  finish();
  return ranges;
}

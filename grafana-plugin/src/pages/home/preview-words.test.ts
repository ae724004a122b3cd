import { expect, it } from 'vitest';
import { previewParts } from './preview-words.ts';

it('says what a rollback does to how many nodes, and leaves out what touches nobody', () => {
  const preview = {
    text: '',
    fast: 301,
    download: 9,
    cannot: 1,
    untouched: 0,
    cannotReasons: [{ code: 'backup/missing', nodes: 1 }],
    data: null,
  };
  expect(previewParts(preview)).toEqual([
    '301 nodes go back at once (kept container)',
    '9 nodes must download',
    '1 node cannot (backup/missing: 1)',
  ]);
});

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createGunzip } from './gunzip.ts';

const MAX = 1_000_000;

it('gives back what was compressed, and refuses what is none or too large', async () => {
  const gunzip = createGunzip(MAX);
  expect(await gunzip(gzipSync('hello'))).toEqual(Buffer.from('hello'));
  await expect(gunzip(Buffer.from('hello'))).rejects.toMatchObject({ code: 'ingest/malformed' });
  await expect(gunzip(gzipSync(Buffer.alloc(MAX + 1)))).rejects.toMatchObject({ code: 'ingest/too-large' });
});

it('lets eight bodies grow at a time, and then again eight', async () => {
  const gunzip = createGunzip(MAX);
  const body = gzipSync(Buffer.alloc(MAX));
  for (let round = 0; round < 2; round += 1) {
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => gunzip(body)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused).toMatchObject(refused.map(() => ({ reason: { code: 'ingest/busy' } })));
  }
});

import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { decryptWith, encryptTo } from './age-stream.ts';

const CHUNK = 64 * 1024;
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17];

async function* pieces(bytes: Uint8Array, size = 10_007): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function opened(identity: string, sealed: Uint8Array, size?: number): Promise<Buffer> {
  return whole(await decryptWith(identity, pieces(sealed, size)));
}

describe('an age file', () => {
  let own: string;
  let offline: string;
  let recipients: string[];

  beforeAll(async () => {
    [own, offline] = [await generateX25519Identity(), await generateX25519Identity()];
    recipients = [await identityToRecipient(own), await identityToRecipient(offline)];
  });

  it.each(SIZES)('of %i bytes opens for each recipient by the age library', async (size) => {
    const plain = randomBytes(size);
    const sealed = await whole(encryptTo(recipients, pieces(plain)));
    for (const identity of [own, offline]) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      expect(Buffer.from(await decrypter.decrypt(sealed)).equals(plain)).toBe(true);
    }
  });

  it.each(SIZES)('of %i bytes by the age library opens here', async (size) => {
    const plain = randomBytes(size);
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    expect((await opened(offline, await encrypter.encrypt(plain), 1003)).equals(plain)).toBe(true);
  });

  it('is refused for another identity', async () => {
    const sealed = await whole(encryptTo(recipients, pieces(randomBytes(100))));
    await expect(decryptWith(await generateX25519Identity(), pieces(sealed))).rejects.toThrow(/no identity matched/);
  });

  it('is refused when it was cut, also between two chunks', async () => {
    const sealed = await whole(encryptTo(recipients, pieces(randomBytes(2 * CHUNK))));
    const payload = sealed.length - 2 * (CHUNK + 16);
    for (const length of [
      0,
      10,
      payload - 16,
      payload - 1,
      payload,
      payload + 5,
      payload + CHUNK + 16,
      sealed.length - 1,
    ]) {
      await expect(opened(own, sealed.subarray(0, length))).rejects.toThrow();
    }
  });

  it('is refused when any bit of it was changed', async () => {
    const sealed = await whole(encryptTo(recipients, pieces(randomBytes(300))));
    for (let at = 0; at < sealed.length; at += 37) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(opened(own, changed)).rejects.toThrow();
    }
  });

  it('is refused when it has no header, however long', async () => {
    await expect(opened(own, new Uint8Array(200_000))).rejects.toThrow(/no age header/);
  });
});

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** The payload of an age file (age-encryption.org/v1, STREAM) by node's own ChaCha20-Poly1305: the library's is many times slower. */
export const PAYLOAD_NONCE_BYTES = 16;
export const TAG_BYTES = 16;
const CHUNK_BYTES = 64 * 1024;

export async function* encryptPayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const key = payloadKey(fileKey, nonce);
  for await (const { content, index, last } of inChunks(source, CHUNK_BYTES)) {
    const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(index, last), { authTagLength: TAG_BYTES });
    yield Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Hands out nothing that was not authenticated. @throws Error where it was cut off or changed */
export async function* decryptPayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const key = payloadKey(fileKey, nonce);
  for await (const { content, index, last } of inChunks(source, CHUNK_BYTES + TAG_BYTES)) {
    // Only an empty file has an empty last chunk: anything else would hide that it was cut off.
    if (content.length < TAG_BYTES + (index > 0 ? 1 : 0)) throw new Error('the encrypted file is cut off');
    const end = content.length - TAG_BYTES;
    const decipher = createDecipheriv('chacha20-poly1305', key, chunkNonce(index, last), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(content.subarray(end));
    yield Buffer.concat([decipher.update(content.subarray(0, end)), decipher.final()]);
  }
}

interface Chunk {
  content: Buffer;
  index: number;
  last: boolean;
}

/** Chunks of exactly `size`, the last one 0 to `size` bytes. */
async function* inChunks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Chunk> {
  let held = Buffer.alloc(0);
  let index = 0;
  for await (const piece of source) {
    held = Buffer.concat([held, piece]);
    let at = 0;
    // A full chunk is held back until it is known that another follows.
    for (; held.length - at > size; at += size) {
      yield { content: held.subarray(at, at + size), index, last: false };
      index += 1;
    }
    held = held.subarray(at);
  }
  yield { content: held, index, last: true };
}

/** 11 bytes of counter and one that is 1 at the last chunk. */
function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

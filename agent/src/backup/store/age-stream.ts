import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import { decryptPayload, encryptPayload, PAYLOAD_NONCE_BYTES, TAG_BYTES } from './age-payload.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';

/** A header holds a stanza per recipient: 17 of the largest kind stay far below. */
const MAX_HEADER_BYTES = 128 * 1024;
const LINE_FEED = 10;

/** Encrypts while streaming, to all recipients; the header is the age library's work. */
export async function* encryptTo(
  recipients: readonly string[],
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const fileKeys: Uint8Array[] = [];
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  encrypter.addRecipient({
    wrapFileKey(fileKey) {
      fileKeys.push(fileKey);
      return [];
    },
  });
  const empty = await encrypter.encrypt(new Uint8Array());
  const [fileKey] = fileKeys;
  if (!fileKey) throw new Error('the age library made no file key');
  yield empty.subarray(0, empty.length - PAYLOAD_NONCE_BYTES - TAG_BYTES);
  const nonce = randomBytes(PAYLOAD_NONCE_BYTES);
  yield nonce;
  yield* encryptPayload(fileKey, nonce, source);
}

/** Decrypts while streaming. @throws Error at once where it is no age file or the identity not among its recipients */
export async function decryptWith(
  identity: string,
  source: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const bytes = createByteReader(source);
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const fileKey = await decrypter.decryptHeader(await readHeader(bytes));
    const nonce = await bytes.take(PAYLOAD_NONCE_BYTES);
    return decryptPayload(fileKey, nonce, bytes.rest());
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** The lines up to and with the one that begins with `---`, which holds the header's MAC. */
async function readHeader(bytes: ByteReader): Promise<Buffer> {
  const lines: Buffer[] = [];
  let line: number[] = [];
  for (let read = 0; read < MAX_HEADER_BYTES; read += 1) {
    const [byte] = await bytes.take(1);
    line.push(byte ?? 0);
    if (byte !== LINE_FEED) continue;
    const whole = Buffer.from(line);
    lines.push(whole);
    if (whole.subarray(0, 4).equals(Buffer.from('--- '))) return Buffer.concat(lines);
    line = [];
  }
  throw new Error('it has no age header');
}

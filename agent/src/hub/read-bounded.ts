/** The hub's answers are small; a larger one is not read to its end. */
const MAX_ANSWER_BYTES = 256 * 1024;

export async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) return Buffer.concat(parts).toString('utf8');
    size += part.value.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw new RangeError(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    }
    parts.push(part.value);
  }
}

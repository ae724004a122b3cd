/** Values of a stream of JSON lines; a line longer than 1 MB or that is not JSON ends it with an error. */
export async function* jsonLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator {
  const limit = 1_048_576;
  let rest = '';
  for await (const chunk of stream) {
    rest += chunk.toString();
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((entry) => entry.trim() !== '')) yield JSON.parse(line) as unknown;
    if (rest.length > limit) throw new RangeError('a line of JSON is longer than 1 MB');
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as unknown;
}

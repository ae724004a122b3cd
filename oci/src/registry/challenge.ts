/** What a registry asks for in `WWW-Authenticate`. */
export type Challenge = { scheme: 'basic' } | { scheme: 'bearer'; realm: string; service: string | undefined };

const CHALLENGE = /(?:^|,)\s*(bearer|basic)(?=\s|,|$)/gi;
const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi;

/** The challenge to answer, Bearer before Basic; undefined if there is none that we can. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined) return undefined;
  const starts = [...header.matchAll(CHALLENGE)];
  let basic: Challenge | undefined;
  for (const [index, start] of starts.entries()) {
    if (start[1]?.toLowerCase() === 'basic') {
      basic = { scheme: 'basic' };
      continue;
    }
    const rest = header.slice(start.index + start[0].length, starts[index + 1]?.index);
    const parameters = new Map(
      [...rest.matchAll(PARAMETER)].map((match) => [
        match[1]?.toLowerCase(),
        match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3],
      ]),
    );
    const realm = parameters.get('realm');
    if (realm !== undefined) return { scheme: 'bearer', realm, service: parameters.get('service') };
  }
  return basic;
}

/** A long hex id as `7f3a…91c4`; short text as it is. */
export function shortId(id: string): string {
  const bare = id.startsWith('0x') ? id.slice(2) : id;
  return bare.length <= 12 ? id : `${bare.slice(0, 4)}…${bare.slice(-4)}`;
}

/** Where the hub's data is; a Postgres URL may hold a password, so only its label is ever shown. */
export type DatabasePlace = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

export function labelOf(place: DatabasePlace): string {
  if (place.kind === 'sqlite') return place.file;
  const { host, pathname } = new URL(place.url);
  return `${host}${pathname}`;
}

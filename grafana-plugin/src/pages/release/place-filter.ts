import { FailureCode, NodePlace, type ReleaseDetail } from '@noderr/protocol';

export type PlacedNode = ReleaseDetail['nodes'][number];

/** What the address asks for; an unknown value asks for nothing. */
export interface PlaceFilter {
  place: NodePlace | null;
  cohort: number | null;
  code: FailureCode | null;
  search: string;
}

export function parsePlaceFilter(search: URLSearchParams): PlaceFilter {
  const cohort = search.get('cohort');
  return {
    place: NodePlace.safeParse(search.get('place')).data ?? null,
    cohort: cohort !== null && /^\d{1,2}$/.test(cohort) ? Number(cohort) : null,
    code: FailureCode.safeParse(search.get('code')).data ?? null,
    search: search.get('search') ?? '',
  };
}

export function isFiltering(filter: PlaceFilter): boolean {
  return filter.search !== '' || filter.place !== null || filter.cohort !== null || filter.code !== null;
}

/** By cohort, then by name; `except` leaves one condition out, to count what its chips would find. */
export function filterPlaces(
  nodes: readonly PlacedNode[],
  filter: PlaceFilter,
  except?: 'place' | 'cohort',
): PlacedNode[] {
  const needle = filter.search.trim().toLowerCase();
  return nodes
    .filter(
      (node) =>
        (except === 'place' || filter.place === null || node.place === filter.place) &&
        (except === 'cohort' || filter.cohort === null || node.cohort === filter.cohort) &&
        (filter.code === null || node.code === filter.code) &&
        (needle === '' || node.name.toLowerCase().includes(needle) || node.nodeId.includes(needle)),
    )
    .sort((a, b) => a.cohort - b.cohort || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

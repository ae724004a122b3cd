import { useMemo } from 'react';
import { useAddressQuery } from '../../app/use-address-query.ts';
import { parsePlaceFilter, type PlaceFilter } from './place-filter.ts';

export interface PlaceQuery {
  filter: PlaceFilter;
  set: (key: keyof PlaceFilter, value: string | null) => void;
  clear: () => void;
}

/** The filter of a release's node list, as the address says. */
export function usePlaceFilter(): PlaceQuery {
  const { search, set, clear } = useAddressQuery();
  return { filter: useMemo(() => parsePlaceFilter(search), [search]), set, clear };
}

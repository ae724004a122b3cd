import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parsePlaceFilter, type PlaceFilter } from './place-filter.ts';

export interface PlaceQuery {
  filter: PlaceFilter;
  set: (key: keyof PlaceFilter, value: string | null) => void;
  clear: () => void;
}

/** The filter of the node list lives in the address, so that a view can be linked to. */
export function usePlaceFilter(): PlaceQuery {
  const [search, setSearch] = useSearchParams();
  return {
    filter: useMemo(() => parsePlaceFilter(search), [search]),
    set: (key, value) => {
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (value === null || value === '') next.delete(key);
          else next.set(key, value);
          return next;
        },
        { replace: true },
      );
    },
    clear: () => {
      setSearch({}, { replace: true });
    },
  };
}

import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type FilterKey, type NodeFilter, parseFilter } from './node-filter.ts';
import { formatOrder, type NodeOrder, parseOrder } from './node-order.ts';

interface NodeQuery {
  filter: NodeFilter;
  order: NodeOrder;
  setFilter: (key: FilterKey, value: string | null) => void;
  setOrder: (order: NodeOrder) => void;
  clear: () => void;
}

/** Filters and order live in the address, so that a view can be linked to. */
export function useNodeQuery(): NodeQuery {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => parseFilter(search), [search]);
  const order = useMemo(() => parseOrder(search.get('sort')), [search]);

  const set = useCallback(
    (key: string, value: string | null) => {
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
    [setSearch],
  );
  return {
    filter,
    order,
    setFilter: set,
    setOrder: (next) => {
      set('sort', formatOrder(next));
    },
    clear: () => {
      setSearch({}, { replace: true });
    },
  };
}

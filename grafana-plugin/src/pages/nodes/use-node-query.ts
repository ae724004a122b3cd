import { useMemo } from 'react';
import { useAddressQuery } from '../../app/use-address-query.ts';
import { type FilterKey, type NodeFilter, parseFilter } from './node-filter.ts';
import { formatOrder, type NodeOrder, parseOrder } from './node-order.ts';

interface NodeQuery {
  filter: NodeFilter;
  order: NodeOrder;
  setFilter: (key: FilterKey, value: string | null) => void;
  setOrder: (order: NodeOrder) => void;
  clear: () => void;
}

/** The filter and the order of the node list, as its address says. */
export function useNodeQuery(): NodeQuery {
  const { search, set, clear } = useAddressQuery();
  return {
    filter: useMemo(() => parseFilter(search), [search]),
    order: useMemo(() => parseOrder(search.get('sort')), [search]),
    setFilter: set,
    setOrder: (next) => {
      set('sort', formatOrder(next));
    },
    clear,
  };
}

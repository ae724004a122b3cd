import { useSearchParams } from 'react-router-dom';

export interface AddressQuery {
  search: URLSearchParams;
  /** Sets one key; null or an empty text takes it away. */
  set: (key: string, value: string | null) => void;
  clear: () => void;
}

/** What a page shows of its data lives in the address, so that a view can be linked to; the way back skips it. */
export function useAddressQuery(): AddressQuery {
  const [search, setSearch] = useSearchParams();
  return {
    search,
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

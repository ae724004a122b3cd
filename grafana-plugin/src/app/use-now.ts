import { useSyncExternalStore } from 'react';
import { useServices } from './services-context.ts';

/** Hub time in epoch milliseconds, moving once a second. */
export function useNow(): number {
  const { ticker } = useServices();
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}

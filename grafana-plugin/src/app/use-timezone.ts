import { useServices } from './services-context.ts';

/** The zone in which this user reads times. */
export function useTimezone(): string {
  return useServices().timezone;
}

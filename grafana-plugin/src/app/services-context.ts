import { createContext, useContext } from 'react';
import { type Services } from './services.ts';

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('a page was rendered outside the app');
  return services;
}

/** Whether the signed-in user holds a Grafana action; the proxy and the hub check it again. */
export function useCan(action: string): boolean {
  return useServices().permissions[action] === true;
}

import { APP_ROOT, PLUGIN_ID } from '../plugin-id.ts';

/** Routes below the app's root, as React Router wants them. */
export const ROUTES = {
  home: '',
  nodes: 'nodes',
  node: 'nodes/:nodeId',
  release: 'releases/:tier/:releaseId',
  timeline: 'timeline',
  versions: 'versions',
  audit: 'audit',
  enrolment: 'enrolment',
} as const;

export type NodeFilterKey = 'tier' | 'version' | 'place' | 'status' | 'search';

/** Absolute addresses inside Grafana, without its sub-path. */
export const paths = {
  home: (): string => APP_ROOT,
  nodes: (filters: Partial<Record<NodeFilterKey, string>> = {}): string => {
    const search = new URLSearchParams(filters).toString();
    return `${APP_ROOT}/nodes${search && `?${search}`}`;
  },
  node: (nodeId: string): string => `${APP_ROOT}/nodes/${nodeId}`,
  release: (tier: string, releaseId: number): string => `${APP_ROOT}/releases/${tier}/${releaseId}`,
  timeline: (): string => `${APP_ROOT}/timeline`,
  versions: (): string => `${APP_ROOT}/versions`,
  audit: (): string => `${APP_ROOT}/audit`,
  enrolment: (): string => `${APP_ROOT}/enrolment`,
  config: (): string => `/plugins/${PLUGIN_ID}`,
};

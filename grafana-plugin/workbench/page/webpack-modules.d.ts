/** A module of @grafana/runtime that its package does not export; an alias of the webpack configuration finds it. */
declare module 'workbench-plugin-page' {
  import { type PluginPageProps } from '@grafana/runtime';
  import { type ComponentType } from 'react';

  export function setPluginPage(page: ComponentType<PluginPageProps>): void;
}

/** What our sources import from Grafana's packages; made by `.config/webpack/provided-module.ts`. */
declare module 'workbench-grafana-data';
declare module 'workbench-grafana-runtime';
declare module 'workbench-grafana-ui';

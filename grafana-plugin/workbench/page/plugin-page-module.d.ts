/** A module of @grafana/runtime that its package does not export; an alias of the webpack configuration finds it. */
declare module 'workbench-plugin-page' {
  import { type PluginPageProps } from '@grafana/runtime';
  import { type ComponentType } from 'react';

  export function setPluginPage(page: ComponentType<PluginPageProps>): void;
}

import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { type ReactElement } from 'react';

export function ConfigPage({ plugin }: PluginConfigPageProps<AppPluginMeta>): ReactElement {
  return <div>{plugin.meta.name}</div>;
}

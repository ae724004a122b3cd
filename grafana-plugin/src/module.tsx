import { AppPlugin } from '@grafana/data';
import { ChunkFailed, ChunkLoading } from './app/chunk-states.tsx';
import { lazyComponent } from './app/lazy-component.tsx';
import { pageNames } from './strings/page-names.ts';

const states = {
  loading: () => <ChunkLoading />,
  failed: (error: Error) => <ChunkFailed error={error} />,
};

const LazyRoot = lazyComponent(async () => (await import('./app/root-page.tsx')).RootPage, states);
const LazyConfig = lazyComponent(async () => (await import('./pages/config/config-page.tsx')).ConfigPage, states);

export const plugin = new AppPlugin().setRootPage(LazyRoot).addConfigPage({
  title: pageNames.config,
  icon: 'cog',
  body: LazyConfig,
  id: 'configuration',
});

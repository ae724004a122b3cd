import { AppPlugin, PluginContextProvider, PluginType, type AppPluginMeta } from '@grafana/data';
import { type ComponentType, type ReactElement, useEffect, useState } from 'react';
import { Route, Routes } from 'react-router-dom';
import { type Provided, loadAmdModule } from './amd-loader.ts';
import { boot } from './boot-data.ts';
import { WorkbenchPage } from './page-nav.tsx';

function isPlugin(value: unknown): value is { plugin: AppPlugin } {
  return typeof value === 'object' && value !== null && 'plugin' in value && value.plugin instanceof AppPlugin;
}

/** Loads `module.js` as Grafana does and shows its root page and its config page. */
export function PluginHost({ provided, settings }: { provided: Provided; settings: SettingsReader }): ReactElement {
  const [state, setState] = useState<{ plugin: AppPlugin; meta: AppPluginMeta } | { error: string } | null>(null);
  useEffect(() => {
    void (async () => {
      try {
        const url = `${window.location.origin}/public/plugins/${boot.pluginId}/module.js`;
        const loaded = await loadAmdModule(url, provided);
        if (!isPlugin(loaded)) throw new Error('module.js exports no app plugin');
        const meta = await readMeta(settings);
        loaded.plugin.meta = meta;
        loaded.plugin.init(meta);
        setState({ plugin: loaded.plugin, meta });
      } catch (error) {
        setState({ error: error instanceof Error ? error.message : String(error) });
      }
    })();
  }, [provided, settings]);

  if (!state) return <div style={{ flex: 1 }} aria-busy="true" />;
  if ('error' in state) {
    return (
      <WorkbenchPage pageNav={{ text: 'The plugin could not be loaded' }}>
        <pre>{state.error}</pre>
      </WorkbenchPage>
    );
  }
  return (
    <Routes>
      <Route path={`/a/${boot.pluginId}/*`} element={<Root plugin={state.plugin} meta={state.meta} />} />
      <Route path={`/plugins/${boot.pluginId}`} element={<Config plugin={state.plugin} />} />
      <Route path="*" element={<Elsewhere />} />
    </Routes>
  );
}

export type SettingsReader = () => Promise<unknown>;

async function readMeta(settings: SettingsReader): Promise<AppPluginMeta> {
  const saved = (await settings()) as Partial<AppPluginMeta>;
  return {
    id: boot.pluginId,
    name: 'Noderr Hub',
    type: PluginType.app,
    module: '',
    baseUrl: `public/plugins/${boot.pluginId}`,
    info: {
      author: { name: 'Noderr' },
      description: '',
      links: [],
      logos: { large: '', small: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
    ...saved,
  };
}

function Root({ plugin, meta }: { plugin: AppPlugin; meta: AppPluginMeta }): ReactElement | null {
  const Page = plugin.root as ComponentType<object> | undefined;
  if (!Page) return null;
  const props = {
    basename: `/a/${boot.pluginId}`,
    meta,
    path: window.location.pathname,
    query: {},
    onNavChanged: () => undefined,
  };
  return (
    <PluginContextProvider meta={meta}>
      <Page {...props} />
    </PluginContextProvider>
  );
}

function Config({ plugin }: { plugin: AppPlugin }): ReactElement | null {
  const Body = plugin.configPages?.[0]?.body as ComponentType<object> | undefined;
  if (!Body) return null;
  return (
    <WorkbenchPage pageNav={{ text: 'Configuration' }}>
      <Body {...{ plugin, query: {} }} />
    </WorkbenchPage>
  );
}

function Elsewhere(): ReactElement {
  return (
    <WorkbenchPage pageNav={{ text: 'Grafana would be here' }}>
      <p>This address belongs to Grafana itself: {window.location.pathname}</p>
    </WorkbenchPage>
  );
}

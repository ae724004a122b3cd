import { type PluginRoute } from './plugin-manifest.ts';

export type RouteMatch =
  | { kind: 'none' }
  | { kind: 'denied' }
  /** `rest` is what the route's `*` stands for, without a leading slash. */
  | { kind: 'route'; route: PluginRoute; rest: string };

/** Grafana's choice: the first route whose verb and path fit decides; a right that is missing ends the search. */
export function matchRoute(
  routes: readonly PluginRoute[],
  method: string,
  path: string,
  actions: ReadonlySet<string>,
): RouteMatch {
  for (const route of routes) {
    if (route.method !== method) continue;
    const rest = restOf(route.path, path);
    if (rest === undefined) continue;
    return actions.has(route.reqAction) ? { kind: 'route', route, rest } : { kind: 'denied' };
  }
  return { kind: 'none' };
}

function restOf(pattern: string, path: string): string | undefined {
  if (!pattern.endsWith('/*')) return pattern === path ? '' : undefined;
  const prefix = pattern.slice(0, -1);
  return path.startsWith(prefix) && path.length > prefix.length ? path.slice(prefix.length) : undefined;
}

export interface ProxySettings {
  jsonData: Readonly<Record<string, string>>;
  secureJsonData: Readonly<Record<string, string>>;
}

/** Fills the two kinds of template that `plugin.json` uses; what is missing becomes Go's `<no value>`. */
export function renderTemplate(template: string, settings: ProxySettings): string {
  return template.replaceAll(
    /\{\{ \.(JsonData|SecureJsonData)\.(\w+) \}\}/g,
    (_match, source: string, key: string) =>
      (source === 'JsonData' ? settings.jsonData : settings.secureJsonData)[key] ?? '<no value>',
  );
}

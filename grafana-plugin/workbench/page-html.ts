import { type PluginManifest } from './plugin-manifest.ts';

/** The page without Grafana; everything else happens in `workbench/dist/workbench.js`. */
export function pageHtml(boot: { manifest: PluginManifest; hubUrl: string }): string {
  // `<` would end the script element.
  const json = JSON.stringify({
    pluginId: boot.manifest.id,
    includes: boot.manifest.includes,
    roles: boot.manifest.roles,
    hubUrl: boot.hubUrl,
  }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Noderr Hub workbench</title>
    <link rel="icon" href="/public/plugins/${boot.manifest.id}/img/logo.svg" />
    <style>body { margin: 0; }</style>
    <script>window.__grafana_public_path__ = '/public/'; window.workbenchBoot = ${json};</script>
  </head>
  <body>
    <div id="reactRoot"></div>
    <script src="/workbench/workbench.js" defer></script>
  </body>
</html>
`;
}

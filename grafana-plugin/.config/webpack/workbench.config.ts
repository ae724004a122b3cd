import { resolve } from 'node:path';
import webpack from 'webpack';
import { swcRule } from './swc-rule.ts';
import { providedModule } from './provided-module.ts';

const root = resolve(import.meta.dirname, '../..');
const modules = resolve(root, '../node_modules');

/** The plain page that stands in for Grafana: it provides what `externals.ts` leaves out and loads the built plugin. */
export default function workbenchConfig() {
  return {
    name: 'workbench',
    mode: 'production',
    devtool: false,
    target: 'web',
    context: root,
    entry: { workbench: './workbench/page/main.tsx' },
    cache: { type: 'filesystem', cacheDirectory: resolve(root, 'node_modules/.cache/webpack-workbench') },
    module: {
      rules: [
        swcRule,
        { test: /\.css$/, type: 'asset/source' },
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
      ],
    },
    resolve: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      alias: {
        'react-router-dom-v5-compat': 'react-router-dom',
        'workbench-grafana-ui$': providedModule(root, '@grafana/ui'),
        'workbench-grafana-data$': providedModule(root, '@grafana/data'),
        'workbench-grafana-runtime$': providedModule(root, '@grafana/runtime'),
        // Not exported by the package, although its own app sets it: PluginPage is a hole until somebody does.
        'workbench-plugin-page$': resolve(modules, '@grafana/runtime/dist/esm/components/PluginPage.mjs'),
        // The code editor is not used by our pages and weighs more than all the rest.
        'monaco-editor': false,
        '@monaco-editor/react': false,
      },
      fallback: { fs: false, path: false, buffer: false, stream: false },
    },
    // Minifying costs more time than a page on loopback wins by it.
    optimization: { minimize: false, splitChunks: false },
    output: {
      // Also what has not changed: its age tells that of the build.
      compareBeforeEmit: false,
      clean: true,
      path: resolve(root, 'workbench/dist'),
      filename: '[name].js',
      chunkFilename: 'workbench-[name].js',
      publicPath: '/workbench/',
    },
    plugins: [
      new webpack.DefinePlugin({ 'process.env.NODE_ENV': '"production"' }),
      new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 }),
    ],
    performance: { hints: false },
    stats: 'errors-warnings',
  };
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import { externals } from './externals.ts';
import { protocolRule, swcRule } from './swc-rule.ts';

const root = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

export default function pluginConfig(env: { development?: boolean }) {
  const development = env.development === true;
  return {
    name: 'plugin',
    mode: development ? 'development' : 'production',
    devtool: 'source-map',
    target: 'web',
    context: root,
    entry: { module: ['./.config/webpack/public-path.js', './src/module.tsx'] },
    externals,
    cache: { type: 'filesystem', cacheDirectory: resolve(root, 'node_modules/.cache/webpack-plugin') },
    module: { rules: [swcRule, protocolRule] },
    resolve: { extensions: ['.ts', '.tsx', '.mjs', '.js'], conditionNames: ['import', 'browser', 'default'] },
    optimization: {
      chunkIds: 'named',
      splitChunks: {
        chunks: 'async',
        // Before minifying, which makes it about a third.
        maxSize: 600_000,
        cacheGroups: {
          schemas: { test: /[\\/](zod|protocol|@noble)[\\/]/, name: 'schemas', priority: 20 },
          query: { test: /[\\/]@tanstack[\\/]/, name: 'query', priority: 20 },
          router: { test: /[\\/](react-router-dom|@remix-run)[\\/]/, name: 'router', priority: 20 },
        },
      },
    },
    output: {
      // Also what has not changed: its age tells that of the build.
      compareBeforeEmit: false,
      clean: true,
      path: resolve(root, 'dist'),
      filename: '[name].js',
      // The content hash keeps an old page from loading a chunk of a new build.
      chunkFilename: '[name].[contenthash].js',
      library: { type: 'amd' },
      publicPath: 'auto',
      uniqueName: 'noderr-hub-app',
    },
    plugins: [
      new CopyWebpackPlugin({
        patterns: [
          {
            from: 'src/plugin.json',
            to: 'plugin.json',
            transform: (content: Buffer) =>
              content
                .toString('utf8')
                .replaceAll('%VERSION%', version)
                .replaceAll('%TODAY%', new Date().toISOString().slice(0, 10)),
          },
          { from: 'src/README.md', to: 'README.md' },
          { from: 'src/CHANGELOG.md', to: 'CHANGELOG.md' },
          { from: '../LICENSE', to: 'LICENSE', toType: 'file' },
          { from: 'src/img', to: 'img' },
          // The dashboards link to them, as no other address is known to be there.
          { from: '../docs/runbooks', to: 'runbooks' },
        ],
      }),
    ],
    performance: { hints: false },
    stats: 'errors-warnings',
  };
}

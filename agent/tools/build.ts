/** Bundles the agent into one file that needs nothing but Node: `npm run build -w agent`. */
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const outfile = fileURLToPath(new URL('../dist/noderr-agent.mjs', import.meta.url));

/**
 * What dockerode brings for building images and for Docker over SSH (a native add-on among it): the agent pulls images,
 * and its settings allow a socket or the filtering proxy only. It halves the memory that Docker costs.
 */
const UNUSED = /^(ssh2|@grpc\/(grpc-js|proto-loader)|protobufjs|tar-fs)$/;

const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(bundle) {
    bundle.onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: 'unused' }));
    bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
    // zod's messages in fifty languages
    bundle.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

await build({
  entryPoints: [fileURLToPath(new URL('../src/main.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'linked',
  // CommonJS modules inside ask for Node's own modules
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
  plugins: [withoutUnused],
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);

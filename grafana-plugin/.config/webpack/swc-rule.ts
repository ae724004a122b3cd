/** TypeScript and TSX through swc, for the browsers that Grafana 12.3 supports. */
export const swcRule = {
  test: /\.tsx?$/,
  exclude: /node_modules/,
  use: {
    loader: 'swc-loader',
    options: {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
    },
  },
};

/** Our workspace packages are linked from outside node_modules and have no side effects. */
export const protocolRule = { test: /[\\/]protocol[\\/]src[\\/]/, sideEffects: false };

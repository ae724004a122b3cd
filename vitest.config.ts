import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{protocol,oci,beacon,telemetry,agent,hub,grafana-plugin,stack,alerts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/dist-types/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', reporter: ['text-summary', 'json-summary', 'html'] },
  },
});

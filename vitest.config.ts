import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tools/closing-line-reporter.ts';

export default defineConfig({
  test: {
    include: ['{protocol,settings,oci,beacon,telemetry,agent,hub,grafana-plugin,stack}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/dist-types/**'],
    reporters: ['default', new ClosingLineReporter()],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', reporter: ['text-summary', 'json-summary'] },
  },
});

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tools/closing-line-reporter.ts';

export default defineConfig({
  test: {
    include: [
      '{protocol,settings,oci,beacon,telemetry,agent,hub,grafana-plugin,dashboards,stack,alerts}/**/*.test.{ts,tsx}',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/dist-types/**'],
    reporters: ['default', new ClosingLineReporter()],
    // Much of the time goes into waiting for chains, daemons and browsers; one worker per core wastes none of it.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      // What decides whether a node runs, and what: every way through it has a test.
      thresholds: {
        'agent/src/decide/**': { branches: 100 },
        'agent/src/attempt/**': { branches: 100 },
        'agent/src/durable/journal.ts': { branches: 100 },
        'agent/src/verify/**': { branches: 100 },
        'protocol/src/cohort.ts': { branches: 100 },
        'oci/src/signature/**': { branches: 100 },
      },
    },
  },
});

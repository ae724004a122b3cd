import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { postgresPrograms } from './hub/src/testing/postgres-programs.ts';
import { ClosingLineReporter } from './tools/closing-line-reporter.ts';

/** What speaks to a hub's database runs on SQLite with everything else, and once more on Postgres. */
const ON_BOTH = [
  'hub/src/database/*.test.ts',
  'hub/test/{audit-verify,cli}.test.ts',
  'hub/test/nodes/{enrolment,events,heartbeats,receipts}.test.ts',
  'hub/test/alerts/webhooks.test.ts',
  'hub/test/actions/intents.test.ts',
];
const ON_POSTGRES = 'hub/test/postgres/**/*.test.ts';

/** What decides whether a node runs, and what: every way through it has a test. */
const WHOLLY_TESTED = [
  'agent/src/decide/**',
  'agent/src/attempt/**',
  'agent/src/durable/journal.ts',
  'agent/src/verify/**',
  'protocol/src/cohort.ts',
  'oci/src/signature/**',
];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'suites',
          include: [
            '{protocol,settings,oci,beacon,telemetry,agent,hub,grafana-plugin,dashboards,stack,alerts}/**/*.test.{ts,tsx}',
          ],
          exclude: [...configDefaults.exclude, '**/dist-types/**', ON_POSTGRES],
        },
      },
      ...onPostgres(),
    ],
    reporters: ['default', new ClosingLineReporter()],
    // Much of the time goes into waiting for chains, daemons and browsers; one worker per core wastes none of it.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      // Unlike V8's it costs nothing in the files that are not looked at.
      provider: 'istanbul',
      include: WHOLLY_TESTED,
      exclude: ['oci/src/signature/push-signature.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { branches: 100 },
    },
  },
});

function onPostgres(): TestProjectInlineConfiguration[] {
  if (postgresPrograms() === null) {
    const reason = 'PostgreSQL is not installed';
    if (process.env['REQUIRE_ALL'] === '1') throw new Error(`the hub on Postgres: ${reason}`);
    console.warn(`skipped: the hub on Postgres (${reason})`);
    return [];
  }
  return [
    {
      extends: true,
      test: {
        name: 'postgres',
        include: [...ON_BOTH, ON_POSTGRES],
        globalSetup: 'hub/src/testing/postgres-setup.ts',
        setupFiles: 'hub/src/testing/use-postgres.ts',
      },
    },
  ];
}

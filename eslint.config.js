import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which of our packages each package may import (design §2); everything else of ours is refused. */
const mayImport = {
  protocol: [],
  settings: [],
  oci: ['protocol'],
  beacon: ['protocol', 'oci'],
  telemetry: [],
  agent: ['protocol', 'settings', 'oci', 'beacon', 'telemetry'],
  hub: ['protocol', 'settings', 'beacon', 'telemetry', 'alerts'],
  'grafana-plugin': ['protocol'],
  dashboards: ['protocol', 'agent', 'hub', 'telemetry', 'alerts'],
  stack: ['protocol', 'settings', 'oci', 'beacon', 'telemetry', 'agent', 'hub', 'grafana-plugin'],
  alerts: [],
  e2e: ['protocol', 'stack', 'grafana-plugin'],
};

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name (style 3).' };

const oneWay = Object.entries(mayImport).map(([name, allowed]) => ({
  files: [`${name}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^@noderr/(?!(${[...allowed, name].join('|')})(/testing|/workbench|/test-ids|/transactions)?$)`,
            message: `${name} may import only ${allowed.join(', ') || 'nothing of ours'} (by its index, /transactions, or /testing in tests).`,
          },
          {
            regex: `^(\\.\\./)+(${Object.keys(mayImport).join('|')})/(src|test)/`,
            message: 'Import another package by its name.',
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/dist-types/',
      '**/coverage/',
      '.noderr/',
      'beacon/contracts/{out,cache}/',
      'beacon/src/contract/version-beacon-{abi,bytecode}.ts',
      'grafana-plugin/.config/',
      '**/{test-results,playwright-report}/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': [
        'error',
        { object: 'vi', property: 'mock', message: 'Use a fake behind our own interface (style 23).' },
      ],
    },
  },
  ...oneWay,
  {
    files: ['stack/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  {
    files: ['{protocol,settings,oci,beacon,telemetry,agent,hub}/src/**/*.ts'],
    ignores: ['**/main.ts', '**/*.test.ts', '**/src/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Settings are read once, in main.ts (style 12).',
        },
      ],
    },
  },
  {
    files: ['protocol/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch', 'setTimeout'],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
);

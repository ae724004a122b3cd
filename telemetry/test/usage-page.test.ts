import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_HTTP_BOUNDS } from '../src/index.ts';
import { isPublicName, isSecretName } from '../src/redaction/secret-names.ts';

const page = readFileSync(new URL('../../docs/usage/telemetry.md', import.meta.url), 'utf8');
const example = readFileSync(new URL('../examples/instrument.ts', import.meta.url), 'utf8');
const errors = readFileSync(new URL('../src/telemetry-error.ts', import.meta.url), 'utf8');

describe('the page of the library', () => {
  it('shows the example that `npm run typecheck` compiles, in at most ten lines', () => {
    expect(page).toContain(`\`\`\`ts\n${example}\`\`\``);
    expect(example.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
  });

  it('has every error code', () => {
    const codes = errors.match(/'(?:listen|setup)\/[a-z-]+'/g) ?? [];
    expect(codes.length).toBeGreaterThan(3);
    for (const code of codes) expect(page).toContain(`| \`${code.slice(1, -1)}\` `);
  });

  it('says the bounds as they are', () => {
    expect(page).toContain(`at most ${DEFAULT_HTTP_BOUNDS.maxRequestSeries}, and`);
    expect(page).toContain(`at most ${DEFAULT_HTTP_BOUNDS.maxRoutes} routes`);
  });

  it('names fields that are redacted, and fields that are kept', () => {
    expect(['password', 'apiKey', 'joinToken', 'seed'].every(isSecretName)).toBe(true);
    expect(['txHash', 'digest', 'stateRoot', 'nodeId', 'fingerprint', 'topic'].every(isPublicName)).toBe(true);
  });
});

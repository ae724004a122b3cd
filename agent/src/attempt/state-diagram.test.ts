import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as back from './back.ts';
import * as forward from './forward.ts';
import * as manage from './manage.ts';
import { stateDiagram } from './state-diagram.ts';
import { TRANSITIONS } from './transition-table.ts';

const page = readFileSync(new URL('../../../docs/development/agent-states.md', import.meta.url), 'utf8');

describe('the page of the states (write its diagram anew with `npm run docs:states -w agent`)', () => {
  it('draws the transition table', () => {
    expect(page).toContain(`\`\`\`mermaid\n${stateDiagram()}\`\`\``);
  });

  it('explains every transition', () => {
    const missing = Object.keys(TRANSITIONS).filter((name) => !page.includes(`| \`${name}\``));
    expect(missing).toEqual([]);
  });
});

it('Each transition is a function of its name', () => {
  const functions = { ...back, ...forward, ...manage };
  expect(Object.keys(TRANSITIONS).filter((name) => !(name in functions))).toEqual([]);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { stateDiagram } from '../src/attempt/state-diagram.ts';

const page = new URL('../../docs/development/agent-states.md', import.meta.url);
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.replace(/```mermaid\n[^]*?```/, () => `\`\`\`mermaid\n${stateDiagram()}\`\`\``),
);

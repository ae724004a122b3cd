/** Writes the documents of the agent's settings anew: `npm run docs:settings -w agent`, then `npm run format`. */
import { writeFileSync } from 'node:fs';
import { envExample, optionDocs, settingsTable } from '@noderr/settings';
import { ENV_PREFIX, options } from '../src/settings/options.ts';

const docs = optionDocs(options, ENV_PREFIX);
const page = `# Settings of the agent

The agent reads a JSON file (\`--config FILE\`, or \`NODERR_AGENT_CONFIG\`), then the environment, which wins. All faults are
printed together and the agent ends with code 78; unknown names are faults. Secrets are files with mode 0400, never values.

${settingsTable(docs)}
The template file is a list of services, each as in \`agent/src/template/service-template.ts\`; \`noderr-agent adopt\` makes it
from a running container.
`;
writeFileSync(new URL('../../docs/usage/agent-settings.md', import.meta.url), page);
writeFileSync(new URL('../.env.example', import.meta.url), envExample(docs));

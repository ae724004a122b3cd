import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startWorkbench } from '../workbench/server.ts';
import { startFixtureHub } from './fixture-hub.ts';
import { fixtureSecrets } from './fixture-secrets.ts';
import { SCENARIOS } from './fixture/scenarios.ts';

const { values } = parseArgs({
  options: { scenario: { type: 'string', default: 'running' }, port: { type: 'string', default: '0' } },
});
const options = z
  .object({ scenario: z.enum(SCENARIOS), port: z.coerce.number().int().min(0).max(65_535) })
  .parse(values);

const secrets = await fixtureSecrets();
const hub = await startFixtureHub({ scenario: options.scenario });
const workbench = await startWorkbench({ hubUrl: hub.url, ...secrets, port: options.port });
console.log(`workbench  ${workbench.url}/a/noderr-hub-app   (fixture hub ${hub.url}, scenario ${options.scenario})`);
console.log(`other stories: curl ${hub.url}/fixture/show/{${SCENARIOS.join(',')}}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([workbench.close(), hub.close(), secrets.remove()]).then(() => process.exit(0));
  });
}

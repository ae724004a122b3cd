import {
  AlertList,
  AuditPage,
  NodeDetail,
  NodeList,
  ReleaseDetail,
  RolloutHistory,
  TierList,
  WhoAmI,
} from '@noderr/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureHub, startFixtureHub } from './fixture-hub.ts';
import { SCENARIOS } from './fixture/scenarios.ts';

let hub: FixtureHub;
beforeAll(async () => {
  hub = await startFixtureHub({ scenario: 'running' });
});
afterAll(() => hub.close());

async function get(path: string): Promise<unknown> {
  return (await fetch(`${hub.url}/api/v1${path}`)).json();
}

describe('the fixture hub', () => {
  it.each(SCENARIOS.filter((scenario) => scenario !== 'down'))('answers as the schemas say: %s', async (scenario) => {
    hub.show(scenario);
    TierList.parse(await get('/tiers'));
    const nodes = NodeList.parse(await get('/nodes'));
    RolloutHistory.parse(await get('/rollouts'));
    AlertList.parse(await get('/alerts'));
    AuditPage.parse(await get('/audit'));
    WhoAmI.parse(await get('/whoami'));
    for (const node of nodes.nodes.slice(0, 30)) NodeDetail.parse(await get(`/nodes/${node.nodeId}`));
    if (nodes.total > 0) ReleaseDetail.parse(await get('/rollouts/ORACLE/3'));
  });

  it('says 304 to the ETag of an unchanged answer', async () => {
    hub.show('complete');
    const first = await fetch(`${hub.url}/api/v1/rollouts`);
    const etag = first.headers.get('etag') ?? '';
    const second = await fetch(`${hub.url}/api/v1/rollouts`, { headers: { 'if-none-match': etag } });
    expect(second.status).toBe(304);
  });
});

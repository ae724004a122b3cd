import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { PostgresServer } from '../../src/testing/postgres-server.ts';
import { newNode, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';
import { type TestNode } from '../../src/testing/test-node.ts';
import { HubProcess } from './hub-process.ts';

const PASSWORD = 'hunter2-is-no-password';

let server: PostgresServer;
let folder: TestHubFolder;
let url: string;
const running: HubProcess[] = [];
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.remove());
beforeEach(async () => {
  folder = new TestHubFolder();
  const database = `d${randomUUID().replaceAll('-', '')}`;
  await server.run(`create database ${database}`);
  url = server.url(database).replace('hub@', `hub:${PASSWORD}@`);
  folder.settings(place());
});
afterEach(async () => {
  for (const hub of running.splice(0)) await hub.kill();
  await folder.remove();
});

async function start(): Promise<HubProcess> {
  const hub = await HubProcess.start(join(folder.path, 'hub.json'), { NODERR_HUB_LOG_LEVEL: 'trace' });
  running.push(hub);
  return hub;
}

/** Without the lock: beside the hub that acts. */
function inThisProcess(): Promise<TestHub> {
  return folder.start({ settings: place() });
}

function place(): Record<string, unknown> {
  return { databaseUrl: undefined, databaseUrlFile: folder.secretFile('database-url', url) };
}

function post(hub: HubProcess, node: TestNode, path: string, body: unknown): Promise<number> {
  const text = JSON.stringify(body);
  return fetch(hub.url + path, { method: 'POST', body: text, headers: node.headers(path, text) }).then(
    ({ status }) => status,
    () => 0,
  );
}

function eventOf(node: TestNode, attemptId: string): unknown {
  const event = node.outcomeEvent(attemptId, 0);
  return { events: [{ kind: 'outcome', event, receipt: node.receipt(event) }] };
}

describe('a hub whose Postgres loses its power', { timeout: 240_000 }, () => {
  it('ends with a clear word, and knows after its next start all that it has acknowledged', async () => {
    const hub = await start();
    await hub.says('the hub listens');
    const admin = await inThisProcess();
    const node = newNode();
    const joinToken = await admin.joinToken();
    await admin.close();
    const enrolment = { joinToken, publicKey: node.publicKey, name: 'test node' };
    expect(await post(hub, node, '/node/v1/enroll', enrolment)).toBe(200);

    const acknowledged: string[] = [];
    const sent: Promise<void>[] = [];
    let refused = false;
    const sender = async (): Promise<void> => {
      while (!refused) {
        const attemptId = randomUUID();
        const status = await post(hub, node, '/node/v1/events', eventOf(node, attemptId));
        if (status === 200) acknowledged.push(attemptId);
        else refused = true;
        if (acknowledged.length === 30) sent.push(server.kill());
      }
    };
    await Promise.all(Array.from({ length: 4 }, sender));
    await Promise.all(sent);
    expect(await hub.ended).toBe(1);
    expect(hub.output).toContain('the hub ends at once');

    await server.resume();
    const again = await start();
    await again.says('the hub listens');
    const db = await openDatabase({ kind: 'postgres', url });
    const stored = await db.selectFrom('attempts').select('attempt_id').execute();
    await db.destroy();
    expect(stored.map(({ attempt_id }) => attempt_id)).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(30);
    expect(await post(again, node, '/node/v1/events', eventOf(node, acknowledged[0] ?? ''))).toBe(409);
  });

  it('recovers where it holds no lock: only what was asked in between fails', async () => {
    const hub = await inThisProcess();
    await server.kill();
    expect(await hub.get('/healthz')).toMatchObject({ status: 503, body: { code: 'internal/unavailable' } });
    await server.resume();
    expect(await hub.get('/healthz')).toMatchObject({ status: 200 });
    await hub.close();
  });

  it('says at its start which server does not answer, and never shows the password', async () => {
    const hub = await start();
    await hub.says('the hub listens');
    expect(JSON.stringify(await hub.health())).not.toContain(PASSWORD);
    await server.kill();
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/opening the database 127\.0\.0\.1:\d+\/\w+ \(ECONNREFUSED\)/);
    expect(await hub.ended).toBe(1);
    for (const { output } of [hub, second]) expect(output).not.toContain(PASSWORD);
    await server.resume();
  });
});

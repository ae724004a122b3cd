import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOLDER_LOCK, LOCK_SPACE } from '../../src/database/advisory-locks.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { TestHubFolder } from '../../src/testing/test-hub.ts';
import { queryPostgres } from '../../src/testing/test-database.ts';
import { HubProcess } from './hub-process.ts';

const LISTENS = 'the hub listens';
const WAITS = 'another hub holds the lock of the database';

let folder: TestHubFolder;
const running: HubProcess[] = [];
beforeEach(async () => {
  folder = new TestHubFolder();
  await folder.database.make();
  folder.settings();
});
afterEach(async () => {
  for (const hub of running.splice(0)) await hub.kill();
  await folder.remove();
});

async function start(): Promise<HubProcess> {
  const hub = await HubProcess.start(join(folder.path, 'hub.json'));
  running.push(hub);
  return hub;
}

async function holderAndStandby(): Promise<[HubProcess, HubProcess]> {
  const holder = await start();
  await holder.says(LISTENS);
  const standby = await start();
  await standby.says(WAITS);
  return [holder, standby];
}

async function holderPid(): Promise<number> {
  const [row] = await queryPostgres(
    folder.database.place,
    `select pid from pg_locks where locktype = 'advisory' and granted and classid = ${LOCK_SPACE}
     and objid = ${HOLDER_LOCK} and database = (select oid from pg_database where datname = current_database())`,
  );
  return Number(row?.pid);
}

// Each starts several processes.
describe('two hubs on one Postgres', { timeout: 240_000 }, () => {
  it('are one that acts and one that takes nothing and says so, and takes over when the first is killed', async () => {
    const [holder, standby] = await holderAndStandby();
    expect(await holder.health()).toMatchObject({ status: 200 });
    expect(await standby.health()).toMatchObject({ status: 503, body: { code: 'hub/standby' } });
    for (const path of ['/node/v1/heartbeat', '/api/v1/intents', '/alerts']) {
      const reply = await fetch(standby.url + path, { method: 'POST', body: '{}' });
      expect(reply.status).toBe(503);
      expect(reply.headers.get('retry-after')).not.toBeNull();
    }

    const third = await start();
    await third.says(WAITS);
    third.signal('SIGTERM');
    expect(await third.ended).toBe(0);

    await holder.kill();
    await standby.says(LISTENS);
    expect(await standby.health()).toMatchObject({ status: 200 });
    standby.signal('SIGTERM');
    expect(await standby.ended).toBe(0);
    expect(standby.output).not.toContain('the hub ends at once');
  });

  it('never act both: who loses the connection that holds the lock ends at once', async () => {
    const [holder, standby] = await holderAndStandby();
    await queryPostgres(folder.database.place, `select pg_terminate_backend(${await holderPid()})`);
    expect(await holder.ended).toBe(1);
    expect(holder.output).toContain('the hub ends at once');
    await standby.says(LISTENS);
  });

  it('never act both: one that was frozen finds all its connections ended', async () => {
    const [holder, standby] = await holderAndStandby();
    holder.signal('SIGSTOP');
    await standby.says(LISTENS);
    holder.signal('SIGCONT');
    expect(await holder.ended).toBe(1);
    expect(await standby.health()).toMatchObject({ status: 200 });
  });
});

describe('a connection of a hub that acts', () => {
  it('is refused where the hub does not hold the lock', async () => {
    const open = openDatabase(folder.database.place, { holderPid: 1 });
    await expect(open).rejects.toMatchObject({
      code: 'database/cannot-open',
      cause: { code: 'database/lock-lost' },
    });
  });
});

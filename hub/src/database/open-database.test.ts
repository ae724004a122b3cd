import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestDatabase } from '../testing/test-database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';

let folder: string;
let database: TestDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-hub-db-'));
  database = new TestDatabase(folder);
  await database.make();
});
afterEach(async () => {
  await database.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('the database', () => {
  it('is made with every table, and a second start finds nothing to migrate', async () => {
    const db = await openDatabase(database.place);
    expect(await db.selectFrom('nodes').selectAll().execute()).toEqual([]);
    expect(await migrate(db, migrations)).toEqual([]);
    await db.destroy();
  });

  it('names the migration that fails', async () => {
    const db = await openDatabase(database.place);
    const broken = { ...migrations, 'zz-001-broken': { up: () => Promise.reject(new Error('no')) } };
    await expect(migrate(db, broken)).rejects.toMatchObject({
      code: 'database/migration-failed',
      message: expect.stringContaining('zz-001-broken') as string,
    });
    await db.destroy();
  });

  it('gives numbers back as numbers, and text in the order of its bytes', async () => {
    const db = await openDatabase(database.place);
    const row = { tier: 'ALL', name: '', suspended_at: null, suspended_reason: '', forgotten_at: null } as const;
    const ids = ['Z', 'a', '-b', 'ä', 'B'];
    const at = 9_007_199_254_740_991;
    await db
      .insertInto('nodes')
      .values(ids.map((node_id) => ({ ...row, node_id, enrolled_at: at })))
      .execute();
    const rows = await db.selectFrom('nodes').select(['node_id', 'enrolled_at']).orderBy('node_id').execute();
    expect(rows).toEqual(['-b', 'B', 'Z', 'a', 'ä'].map((node_id) => ({ node_id, enrolled_at: at })));
    const { count } = await db
      .selectFrom('nodes')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(5);
    await db.destroy();
  });
});

describe('a database file', () => {
  it('is made in a folder that is made too', async () => {
    const file = join(folder, 'deep', 'hub.sqlite');
    await (await openDatabase({ kind: 'sqlite', file })).destroy();
    expect(existsSync(file)).toBe(true);
  });

  it('that is none is told', async () => {
    const file = join(folder, 'junk.sqlite');
    writeFileSync(file, 'this is not a database at all, only text');
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toMatchObject({ code: 'database/cannot-open' });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'noderr-hub-db-'));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the database', () => {
  it('is made with every table, and a second start finds nothing to migrate', async () => {
    const db = await openDatabase(join(folder, 'deep', 'hub.sqlite'));
    expect(await db.selectFrom('nodes').selectAll().execute()).toEqual([]);
    expect(await migrate(db, migrations)).toEqual([]);
    await db.destroy();
  });

  it('names the migration that fails', async () => {
    const db = await openDatabase(':memory:');
    const broken = { ...migrations, 'zz-001-broken': { up: () => Promise.reject(new Error('no')) } };
    await expect(migrate(db, broken)).rejects.toMatchObject({
      code: 'database/migration-failed',
      message: expect.stringContaining('zz-001-broken') as string,
    });
    await db.destroy();
  });

  it('says so when the file is no database', async () => {
    const db = await openDatabase(join(folder, 'x', 'hub.sqlite'));
    await db.destroy();
    const file = join(folder, 'x', 'junk.sqlite');
    writeFileSync(file, 'this is not a database at all, only text');
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'database/cannot-open' });
  });
});

import { Problem } from '@noderr/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type Db } from '../../database/database.ts';
import { HubError } from '../../problem/hub-error.ts';

const Health = z.object({ status: z.literal('ok'), version: z.string() });

export function registerHealthRoute(scope: HubApp, { db, version }: { db: Db; version: string }): void {
  scope.get(
    '/healthz',
    {
      schema: {
        summary: 'Whether the hub answers and its database does',
        tags: ['operations'],
        response: { 200: Health, 503: Problem },
      },
    },
    async (): Promise<z.infer<typeof Health>> => {
      try {
        await sql`select 1`.execute(db);
      } catch (cause) {
        throw new HubError('internal/unavailable', 'the database does not answer', { cause });
      }
      return { status: 'ok', version };
    },
  );
}

import { Readable } from 'node:stream';
import { AuditPage, AuditQuery } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type AuditCheck } from '../../audit/audit-check.ts';
import { type AuditLog } from '../../audit/audit-log.ts';
import { type Clock } from '../../clock.ts';
import { type Access } from '../../grafana/access.ts';
import { readers } from './callers.ts';
import { refusals } from './responses.ts';

export interface AuditRouteDeps {
  access: Access;
  audit: AuditLog;
  auditCheck: AuditCheck;
  clock: Clock;
}

export function registerAuditRoutes(scope: HubApp, { access, audit, auditCheck, clock }: AuditRouteDeps): void {
  const reader = readers(access);
  scope.get(
    '/api/v1/audit',
    {
      schema: {
        summary: 'The audit log, newest first, and whether its hash chain holds',
        tags: ['api'],
        querystring: AuditQuery,
        response: { 200: AuditPage, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request): Promise<AuditPage> => {
      const page = await audit.page(request.query);
      return { now: clock.now(), ...page, chain: await auditCheck() };
    },
  );
  scope.get(
    '/api/v1/audit/export',
    {
      schema: {
        summary: 'The whole audit log as JSON lines, oldest first',
        tags: ['api'],
        response: { 200: z.any().describe('One AuditEntry a line.'), ...refusals },
      },
      onRequest: reader.onRequest,
    },
    (_request, reply) =>
      reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="noderr-audit.jsonl"')
        .send(Readable.from(lines(audit))),
  );
}

async function* lines(audit: AuditLog): AsyncGenerator<string> {
  for await (const entries of audit.batches()) {
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}

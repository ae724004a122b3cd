import { type Problem } from '@noderr/protocol';
import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { HubError, type HubErrorCode, STATUS_OF } from './hub-error.ts';

/** Fastify's own refusals in our words. */
const OF_FASTIFY: Readonly<Record<string, { code: HubErrorCode; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'request/too-large', message: 'the body is larger than this route takes' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'request/not-json', message: 'this route takes application/json' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'request/invalid', message: 'the body is not as long as it says' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'request/invalid', message: 'the body is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'request/invalid', message: 'the body is not JSON' },
  FST_ERR_BAD_URL: { code: 'request/invalid', message: 'the address is malformed' },
  FST_ERR_MAX_URL_LENGTH: { code: 'request/invalid', message: 'the address is too long' },
};

/** The one place where an error becomes an answer; a 5xx says nothing of its cause, the log says all. */
export function handleError(
  error: FastifyError | HubError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, problem } = problemOf(error);
  if (status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  else request.log.debug({ code: problem.code, issues: problem.issues }, 'request refused');
  return reply.code(status).type('application/json').serializer(JSON.stringify).send(problem);
}

export function problemOf(error: unknown): { status: number; problem: Problem } {
  if (error instanceof HubError) {
    const status = STATUS_OF[error.code];
    if (status >= 500) return { status, problem: { code: error.code, message: 'the hub cannot do this now' } };
    const problem = { code: error.code, message: error.message };
    return { status, problem: error.issues ? { ...problem, issues: error.issues } : problem };
  }
  const known = OF_FASTIFY[codeOf(error)];
  if (known) {
    const { code, message } = known;
    const problem = { code, message };
    if (code !== 'request/invalid') return { status: STATUS_OF[code], problem };
    return { status: STATUS_OF[code], problem: { ...problem, issues: [{ path: 'body', message }] } };
  }
  return { status: 500, problem: { code: 'internal/failed' satisfies HubErrorCode, message: 'the hub failed' } };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

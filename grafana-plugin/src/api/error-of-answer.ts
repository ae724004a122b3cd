import { Problem } from '@noderr/protocol';
import { z } from 'zod';
import { errorStrings } from '../strings/errors.ts';
import { HubError } from './hub-error.ts';
import { type TransportAnswer } from './transport.ts';

/** Grafana's own answers have a message but no code. */
const GrafanaAnswer = z.object({ message: z.string() });
const ROUTE_DENIED = 'plugin proxy route access denied';
/** The hub's own refusal, which names the right. */
const MISSING_RIGHT = 'grafana/missing-right';
const ROUTE_UNKNOWN = 'plugin route match not found';

/** Translates an answer that is not 2xx or 304; `right` is the Grafana action that the route asks for. */
export function errorOfAnswer(answer: TransportAnswer, right: string): HubError {
  const { status, body } = answer;
  const problem = Problem.safeParse(body).data;
  const message = problem?.message ?? GrafanaAnswer.safeParse(body).data?.message ?? '';
  const details = { status, problem };

  if (problem === undefined && status === 403 && message === ROUTE_DENIED) {
    return new HubError('right-missing', errorStrings.rightMissing(right), { ...details, right });
  }
  if (problem?.code === MISSING_RIGHT) return new HubError('right-missing', problem.message, { ...details, right });
  if (problem === undefined && status === 404 && message === ROUTE_UNKNOWN) {
    return new HubError('not-configured', errorStrings.routeUnknown, details);
  }
  if (status === 0 || status === 502 || status === 503 || status === 504) {
    return new HubError('unreachable', problem?.message ?? errorStrings.unreachable, details);
  }
  if (status === 404) return new HubError('not-found', message || errorStrings.notFound, details);
  if (status === 429) return new HubError('busy', message || errorStrings.busy, details);
  if (status >= 400 && status < 500) return new HubError('refused', message || errorStrings.refused(status), details);
  return new HubError('failed', errorStrings.failed(status), details);
}

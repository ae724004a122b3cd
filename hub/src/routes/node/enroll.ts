import { EnrollReply, EnrollRequest, NodeTier } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { enrol, type EnrolmentDeps } from '../../enrolment/enrol.ts';
import { checkNodeTokenClaims, readNodeToken } from '../../identity/node-token.ts';
import { requireNode, type NodeScopeDeps } from './node-scope.ts';
import { refusals } from './responses.ts';

/** A node may say which tier it was set up for. */
const Body = EnrollRequest.extend({ tier: NodeTier.optional() });

/** From one address; a token cannot be guessed, this keeps the database from being busy with attempts. */
const ENROLMENTS_PER_MINUTE = 600;

export function registerEnrollRoute(scope: HubApp, deps: NodeScopeDeps & EnrolmentDeps): void {
  // The key that signed comes in the body: the signature is checked by `enrol`.
  const tokenOf = requireNode(scope, deps, (authorization, expected) => {
    const token = readNodeToken(authorization);
    checkNodeTokenClaims(token, expected);
    return token;
  });
  scope.post(
    '/node/v1/enroll',
    {
      schema: {
        summary: 'Enrols a node with a one-time join token',
        tags: ['node'],
        body: Body,
        response: { 200: EnrollReply, ...refusals },
      },
      bodyLimit: 2048,
      config: { rateLimit: { max: ENROLMENTS_PER_MINUTE, timeWindow: 60_000 } },
    },
    (request) => enrol(deps, request.body, tokenOf(request)),
  );
}

import { WhoAmI } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type ConnectionTest } from '../../grafana/connection-test.ts';
import { type SecretRight } from '../../grafana/plugin-secret.ts';
import { refusals } from './responses.ts';

export function registerWhoAmIRoutes(scope: HubApp, { connectionTest }: { connectionTest: ConnectionTest }): void {
  function route(path: string, right: SecretRight, summary: string): void {
    scope.get(
      path,
      {
        schema: { summary, tags: ['api'], response: { 200: WhoAmI, ...refusals } },
        config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      },
      (request, reply) => {
        void reply.header('cache-control', 'no-store');
        return connectionTest(right, request.headers);
      },
    );
  }

  route('/api/v1/whoami', 'read', 'Whether the read secret and the ID token are right, each by itself');
  route('/api/v1/whoami/admin', 'admin', 'Whether the admin secret, the ID token and the role are right');
}

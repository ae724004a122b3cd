import { type HubApp } from '../../app.ts';

/** The description of every route, made from the schemas that check it. */
export function registerOpenApiRoute(scope: HubApp): void {
  scope.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.type('application/json').serializer(JSON.stringify).send(scope.swagger()),
  );
}

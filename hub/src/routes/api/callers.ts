import { type PERMISSIONS } from '@noderr/protocol';
import { type FastifyRequest } from 'fastify';
import { type Access, type Reader } from '../../grafana/access.ts';
import { type GrafanaUser } from '../../grafana/id-token.ts';
import { HubError } from '../../problem/hub-error.ts';

/** Lets only those in whom it knows, before a byte of the body is read, and tells the handler who it is. */
export interface Caller<T> {
  readonly onRequest: (request: FastifyRequest) => Promise<void>;
  readonly of: (request: FastifyRequest) => T;
}

export type Permission = (typeof PERMISSIONS)[keyof typeof PERMISSIONS];

export function readers(access: Access): Caller<Reader> {
  return caller((request) => access.reader(request.headers));
}

export function admins(access: Access, permission: Permission): Caller<GrafanaUser> {
  return caller((request) => access.admin(request.headers, permission));
}

function caller<T extends object>(identify: (request: FastifyRequest) => Promise<T>): Caller<T> {
  const known = new WeakMap<FastifyRequest, T>();
  return {
    async onRequest(request) {
      known.set(request, await identify(request));
    },
    of(request) {
      const found = known.get(request);
      if (!found) throw new HubError('grafana/id-token-missing', 'this route wants a person');
      return found;
    },
  };
}

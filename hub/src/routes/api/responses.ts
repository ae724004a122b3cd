import { Problem } from '@noderr/protocol';
import { z } from 'zod';

/** Every way in which a request through Grafana can be refused; never 401. */
export const refusals = {
  400: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  413: Problem,
  415: Problem,
  422: Problem,
  429: Problem,
  502: Problem,
};

/** The answer to an If-None-Match that names what the client has already. */
export const unchanged = { 304: z.null().describe('The client has this already.') };

import { Problem } from '@noderr/protocol';

/** Every way in which a request of a node can be refused. */
export const refusals = {
  400: Problem,
  401: Problem,
  403: Problem,
  409: Problem,
  413: Problem,
  415: Problem,
  429: Problem,
};

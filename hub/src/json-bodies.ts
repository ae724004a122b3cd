import { type HubApp } from './app.ts';
import { HubError } from './problem/hub-error.ts';

const bodies = new WeakMap<object, Buffer>();

/** The bytes of a JSON body as they arrived: what a signature was made over. */
export function rawBody(request: object): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}

/** Only JSON is parsed, uncompressed, and its bytes are kept for signature checks; all else is refused with 415. */
export function parseJsonBodies(app: HubApp): void {
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      done(new HubError('request/not-json', 'compressed bodies are not taken here'));
    } else done();
  });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    bodies.set(request, body);
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
    } catch (error) {
      const message = error instanceof SyntaxError ? error.message : 'the body is not JSON';
      done(new HubError('request/invalid', 'the body is not JSON', { issues: [{ path: 'body', message }] }));
    }
  });
}

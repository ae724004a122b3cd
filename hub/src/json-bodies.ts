import { type HubApp } from './app.ts';
import { HubError } from './problem/hub-error.ts';
import { keepRawBody } from './raw-body.ts';

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
    keepRawBody(request, body);
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
    } catch (error) {
      const message = error instanceof SyntaxError ? error.message : 'the body is not JSON';
      done(new HubError('request/invalid', 'the body is not JSON', { issues: [{ path: 'body', message }] }));
    }
  });
}

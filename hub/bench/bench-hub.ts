import { verify } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { startHub } from '../src/hub.ts';
import { parseCompactJws, verifyingKey } from '@noderr/beacon';
import { Hex32 } from '@noderr/protocol';
import { readSettings } from '../src/config/read-settings.ts';
import { watchOnly } from '../src/testing/watch-only.ts';

/** The hub of a bench, in a process of its own so that its CPU time is nobody else's. */
const Message = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('cpu') }),
  /** Bare cost: the signature check alone, this many times. */
  z.object({ ask: z.literal('verify'), token: z.string(), publicKey: Hex32, times: z.int() }),
  z.object({ ask: z.literal('stop') }),
]);

const settings = readSettings({ configFile: process.argv[2], env: {} });
const hub = await startHub(settings, { logger: pino({ level: 'silent' }), startControl: watchOnly });

process.on('message', (raw) => {
  const message = Message.parse(raw);
  switch (message.ask) {
    case 'cpu':
      process.send?.({ cpuUs: cpuUs() });
      return;
    case 'verify':
      process.send?.({ cpuUs: bareVerification(message.token, message.publicKey, message.times) });
      return;
    case 'stop':
      void hub.close().then(() => {
        process.disconnect();
      });
  }
});
process.send?.({ url: hub.url, ingestUrl: hub.ingestUrl });

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function bareVerification(token: string, publicKey: Hex32, times: number): number {
  const jws = parseCompactJws(token);
  if (!jws) throw new Error('the bench made a token that is none');
  const key = verifyingKey(publicKey);
  const signed = Buffer.from(jws.signed);
  const before = cpuUs();
  for (let i = 0; i < times; i += 1) {
    if (!verify(null, signed, key, jws.signature)) throw new Error('the bench made a wrong signature');
  }
  return cpuUs() - before;
}

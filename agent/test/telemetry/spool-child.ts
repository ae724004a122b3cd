/** A process that spools and ships until it is killed: `spool-child.ts <folder> <ingest url> <key file> <first number>`. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { identityOf } from '../../src/identity/node-identity.ts';
import { createLogger } from '../../src/logs/logger.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { openTelemetry } from '../../src/telemetry/open-telemetry.ts';
import { CRASH_SENDER } from './crash-sender.ts';

const [folder = '', ingestUrl = '', keyFile = '', first = '0'] = process.argv.slice(2);
const identity = identityOf(createPrivateKey(readFileSync(keyFile)));
const clock = createSystemClock();
const metrics = { dropped: () => undefined, setSpoolBytes: () => undefined, setPushAuthFailed: () => undefined };
const logger = createLogger('silent');
const telemetry = openTelemetry(
  folder,
  { ...CRASH_SENDER, ingestUrl, pushesPerS: 200, maxBytes: 2_000_000 },
  { identity, clock, logger, metrics, random: Math.random },
);
void telemetry.run(new AbortController().signal);

for (let n = Number(first); ; n += 1) {
  const timestampMs = clock.now();
  telemetry.sink.samples([{ name: 'spooled', labels: { n: String(n), service: 'agent' }, value: n, timestampMs }]);
  telemetry.sink.log({ timestampMs, service: 'agent', level: 'error', line: `spooled ${n}`, metadata: {} });
  // told at once: what the parent has read was in the spool before
  writeSync(1, `${n}\n`);
  await delay(2);
}

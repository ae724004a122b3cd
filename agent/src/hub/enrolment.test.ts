import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnrollReply, type EnrollRequest, Hex32, Ms } from '@noderr/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Journal } from '../durable/journal.ts';
import { type Memory, newMemory } from '../durable/memory.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { SAMPLE_NODE } from '../testing/sample-chain.ts';
import { createEnrolment } from './enrolment.ts';
import { HubError } from './hub-error.ts';

const { signal } = new AbortController();
const unreachable = new HubError('hub/unreachable', 'no answer');

let folder: string;
let joinTokenFile: string;
let memory: Memory;
/** What the hub was shown; what it says to each, in order. */
let shown: EnrollRequest[];
let answers: (EnrollReply | HubError)[];
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-enrolment-'));
  joinTokenFile = join(folder, 'join-token');
  memory = newMemory(SAMPLE_NODE, 'boot', Ms.parse(1), 'new');
  shown = [];
  answers = [];
  logged = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function enrolment(): ReturnType<typeof createEnrolment> {
  const journal: Pick<Journal, 'memory' | 'write'> = {
    get memory() {
      return memory;
    },
    write: (change) => (memory = change(memory)),
  };
  const client = {
    enroll(request: EnrollRequest): Promise<EnrollReply> {
      shown.push(request);
      const answer = answers.shift() ?? new HubError('hub/refused', 'enrol/token-unknown');
      return answer instanceof HubError ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const identity = { publicKey: Hex32.parse(`0x${'11'.repeat(32)}`) };
  const logger = pino({ base: null, timestamp: false }, { write: (line: string) => logged.push(line) });
  return createEnrolment(
    { joinTokenFile, name: 'node', tier: 'ORACLE' },
    { client, identity, journal, clock: new FakeClock(), logger },
  );
}

const put = (token: string, mode = 0o400): void => {
  rmSync(joinTokenFile, { force: true });
  writeFileSync(joinTokenFile, `${token}\n`, { mode });
};
const taken = (tier: EnrollReply['tier'] = 'ORACLE'): EnrollReply => ({ nodeId: SAMPLE_NODE, tier, now: Ms.parse(1) });
const tokens = (): string[] => shown.map(({ joinToken }) => joinToken);

describe('the first enrolment', () => {
  it('goes on until the hub answers', async () => {
    put('token-one');
    answers = [unreachable, new HubError('hub/failed', 'starting'), taken()];
    await enrolment().first(signal);
    expect(tokens()).toEqual(['token-one', 'token-one', 'token-one']);
    expect(memory.enrolled).toBe(true);
  });

  it('ends with a refusal, and says which', async () => {
    put('token-one');
    await enrolment().first(signal);
    expect(shown).toHaveLength(1);
    expect(memory.enrolled).toBe(false);
    expect(logged.join()).toContain('enrol/token-unknown');
    expect(logged.join()).not.toContain('token-one');
  });

  it('does not count for another tier', async () => {
    put('token-one');
    answers = [taken('GUARDIAN')];
    await enrolment().first(signal);
    expect(memory.enrolled).toBe(false);
    expect(logged.join()).toContain('enrolment/wrong-tier');
  });

  it('says that there is no token', async () => {
    await enrolment().first(signal);
    expect(shown).toEqual([]);
    expect(logged.join()).toContain('has no join token');
  });

  it('is not done twice', async () => {
    put('token-one');
    memory = { ...memory, enrolled: true };
    await enrolment().first(signal);
    expect(shown).toEqual([]);
  });
});

describe('a node that the hub no longer knows', () => {
  it('shows the token that an operator puts into the file, without a restart', async () => {
    memory = { ...memory, enrolled: true };
    const node = enrolment();
    await node.first(signal);
    await node.again(signal);
    expect(shown).toEqual([]);
    put('token-two');
    answers = [taken()];
    await node.again(signal);
    expect(tokens()).toEqual(['token-two']);
    expect(logged.join()).toContain('node enrolled');
  });

  it('shows each token once', async () => {
    put('token-one');
    const node = enrolment();
    await node.first(signal);
    await node.again(signal);
    put('token-two');
    await node.again(signal);
    await node.again(signal);
    expect(tokens()).toEqual(['token-one', 'token-two']);
  });

  it('says once why a file cannot be read', async () => {
    put('token-one', 0o444);
    const node = enrolment();
    await node.again(signal);
    await node.again(signal);
    expect(shown).toEqual([]);
    expect(logged).toHaveLength(1);
    expect(logged.join()).toContain('chmod 0400');
  });
});

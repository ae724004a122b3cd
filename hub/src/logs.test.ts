import { describe, expect, it } from 'vitest';
import { createLogger } from './logs.ts';

function lineOf(fields: object): string {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).info(fields, 'a message');
  return lines.join('');
}

describe('the log', () => {
  it.each([
    { authorization: 'hunter2' },
    { headers: { authorization: 'Bearer hunter2' } },
    { req: { headers: { 'x-noderr-secret': 'hunter2', 'x-grafana-id': 'hunter2' } } },
    { body: { joinToken: 'hunter2' } },
    { settings: { secrets: { read: ['hunter2'] } } },
    { token: 'hunter2' },
    { signer: { password: 'hunter2', keystore: 'hunter2' } },
  ])('shows no secret: %j', (fields) => {
    const line = lineOf(fields);
    expect(line).toContain('a message');
    expect(line).toContain('[redacted]');
    expect(line).not.toContain('hunter2');
  });

  it('shows the rest', () => {
    expect(lineOf({ nodeId: '0xabc' })).toContain('0xabc');
  });
});

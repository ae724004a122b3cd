import { describe, expect, it } from 'vitest';
import { createProgramLogger } from './program-logger.ts';

function written(log: object): { lines: string[]; heard: string[] } {
  const [lines, heard]: [string[], string[]] = [[], []];
  createProgramLogger({
    level: 'info',
    fields: { service: 'noderr-hub' },
    stream: { write: (line) => lines.push(line) },
    onLine: (line) => heard.push(line),
  }).info(log, 'a message');
  return { lines, heard };
}

describe("a program's log", () => {
  it('writes one JSON line with time, level, fields and message, and tells it', () => {
    const { lines, heard } = written({ port: 8080 });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
      service: 'noderr-hub',
      port: 8080,
      message: 'a message',
    });
    expect(heard).toEqual([lines[0]?.trimEnd()]);
  });

  it.each([
    { authorization: 'hunter2' },
    { headers: { authorization: 'Bearer hunter2', cookie: 'hunter2' } },
    { req: { headers: { 'x-noderr-secret': 'hunter2', 'x-grafana-id': 'hunter2' } } },
    { body: { joinToken: 'hunter2' } },
    { settings: { secrets: { read: ['hunter2'] }, credentials: { 'a.example': 'hunter2' } } },
    { token: 'hunter2', secret: 'hunter2', privateKey: 'hunter2' },
    { signer: { password: 'hunter2', keystore: 'hunter2' } },
  ])('shows no secret: %j', (fields) => {
    const { lines, heard } = written(fields);
    expect(lines).toHaveLength(1);
    for (const line of [...lines, ...heard]) {
      expect(line).toContain('[redacted]');
      expect(line).not.toContain('hunter2');
    }
  });

  it('shows ids and hashes, wherever they stand', () => {
    const id = 'ab'.repeat(32);
    expect(written({ container: id, detail: `there is no container ${id}` }).lines[0]?.split(id)).toHaveLength(3);
  });
});

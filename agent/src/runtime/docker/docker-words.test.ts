import { describe, expect, it } from 'vitest';
import { RuntimeFault } from '../runtime-fault.ts';
import { chooseApiVersion } from './api-version.ts';
import { parseDockerEndpoint } from './docker-endpoint.ts';
import { dockerFault, httpStatusOf, pullFaultCode } from './docker-fault.ts';
import { jsonLines } from './json-lines.ts';
import { demultiplex, tailOf } from './multiplexed-log.ts';

function answered(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

describe('what dockerd says when it refuses', () => {
  it.each([
    [answered(500, 'write /x: no space left on device'), 'disk/full'],
    [answered(400, 'No command specified'), 'start/create-failed'],
    [
      answered(400, 'OCI runtime create failed: exec: "/x": stat /x: no such file or directory: unknown'),
      'start/create-failed',
    ],
    [answered(400, 'exec format error'), 'start/create-failed'],
    [answered(400, 'unable to find user nobody: no matching entries in passwd file'), 'start/create-failed'],
    [answered(500, 'unable to start container process: error adding pid to cgroups'), 'docker/failed'],
    [answered(500, 'driver failed programming external connectivity: port is already allocated'), 'docker/failed'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'docker/unreachable'],
    [Object.assign(new Error('connect'), { code: 'ENOENT' }), 'docker/unreachable'],
    [new Error('socket hang up'), 'docker/unreachable'],
    [Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG' }), 'docker/failed'],
    ['text', 'docker/failed'],
  ])('%s → %s', (error, code) => {
    expect(dockerFault(error, 'start container x')).toMatchObject({ code, cause: error });
  });

  it('is wrapped once', () => {
    const fault = new RuntimeFault('docker/name-taken', 'x');
    expect(dockerFault(fault, 'y')).toBe(fault);
    expect(httpStatusOf(answered(409, 'x'))).toBe(409);
    expect(httpStatusOf(fault)).toBeNull();
  });

  it.each([
    ['write /layer: no space left on device', 'disk/full'],
    ['no matching manifest for linux/arm64 in the manifest list entries', 'content/platform-missing'],
    ['filesystem layer verification failed for digest sha256:1', 'content/digest-mismatch'],
    ['net/http: request canceled (Client.Timeout exceeded)', 'registry/timeout'],
    ['manifest for x not found: manifest unknown', 'registry/refused'],
    ['pull access denied, repository does not exist', 'registry/refused'],
    ['toomanyrequests: slow down', 'registry/refused'],
    ['dial tcp 127.0.0.1:1: connect: connection refused', 'registry/unreachable'],
  ])('ends a pull: %s → %s', (words, code) => {
    expect(pullFaultCode(words)).toBe(code);
  });
});

describe('the version to speak', () => {
  it.each([
    [{ ApiVersion: '1.41', MinAPIVersion: '1.12' }, '1.41'],
    [{ ApiVersion: '1.52', MinAPIVersion: '1.44' }, '1.44'],
    [{ ApiVersion: '2.1', MinAPIVersion: '2.0' }, '2.0'],
    [{ ApiVersion: '1.43' }, '1.41'],
  ])('of %o is %s', (daemon, version) => {
    expect(chooseApiVersion({ MinAPIVersion: undefined, ...daemon })).toBe(version);
  });

  it('does not exist for a Docker before 20.10', () => {
    expect(() => chooseApiVersion({ ApiVersion: '1.40', MinAPIVersion: '1.12' })).toThrow(/1\.41/);
  });
});

describe('an endpoint', () => {
  it.each([
    ['unix:///var/run/docker.sock', { socketPath: '/var/run/docker.sock' }],
    ['tcp://127.0.0.1', { protocol: 'http', host: '127.0.0.1', port: 2375 }],
    ['https://docker:9999', { protocol: 'https', host: 'docker', port: 9999 }],
    ['https://docker', { protocol: 'https', host: 'docker', port: 2376 }],
  ])('%s', (text, endpoint) => {
    expect(parseDockerEndpoint(text)).toEqual(endpoint);
  });

  it.each(['', 'ssh://x', '/var/run/docker.sock'])('is not "%s"', (text) => {
    expect(() => parseDockerEndpoint(text)).toThrow(/not a Docker endpoint/);
  });
});

describe('streams of dockerd', () => {
  const frame = (text: string): Buffer => {
    const header = Buffer.alloc(8);
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };

  it('are joined from their frames, also where the last one is cut', () => {
    const raw = Buffer.concat([frame('one\n'), frame(''), frame('two\n')]);
    expect(demultiplex(raw).toString()).toBe('one\ntwo\n');
    expect(demultiplex(raw.subarray(0, raw.length - 2)).toString()).toBe('one\ntw');
    expect(demultiplex(Buffer.alloc(3)).toString()).toBe('');
  });

  it('are cut to their last whole lines', () => {
    expect(tailOf(Buffer.from('a\nb\n'), 10)).toBe('a\nb\n');
    expect(tailOf(Buffer.from('aaaa\nbb\ncc\n'), 8)).toBe('bb\ncc\n');
    expect(tailOf(Buffer.from('x'.repeat(20)), 5)).toBe('xxxxx');
  });

  async function values(...chunks: string[]): Promise<unknown[]> {
    const found: unknown[] = [];
    const source = (async function* () {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    })();
    for await (const value of jsonLines(source)) found.push(value);
    return found;
  }

  it('of JSON lines may be cut anywhere, and must be JSON', async () => {
    expect(await values('{"a"', ':1}\r\n\n{"b":', '2}\n3')).toEqual([{ a: 1 }, { b: 2 }, 3]);
    await expect(values('nope\n')).rejects.toThrow(SyntaxError);
    await expect(values('"', 'x'.repeat(1_100_000))).rejects.toThrow(RangeError);
  });
});

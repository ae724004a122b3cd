import { readFileSync, writeFileSync } from 'node:fs';
import Docker from 'dockerode';
import { beforeAll, expect, it } from 'vitest';
import { type ContainerLogLine, type ImageReference, type LogStart } from '../../src/runtime/container-runtime.ts';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnDocker, eventually, request, template } from './on-docker.ts';

/** Waits for the file /tmp/go between its words. */
const TALKER = `echo one; echo two >&2
until [ -e /tmp/go ]; do /bin/busybox sleep 0.05; done
echo three; exit 0`;

await describeOnDocker('the logs of a container on a real dockerd', (lab) => {
  let runtime: DockerRuntime;
  let docker: Docker;
  let image: ImageReference;
  const quiet = new AbortController().signal;

  beforeAll(async () => {
    runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint, reconnectMs: 15_000 });
    docker = new Docker({ socketPath: lab().dockerd.socketPath });
    const config = { entrypoint: ['/bin/sh', '-c'] };
    image = await lab().push({ repository: 'noderr/talker', release: '1.0.0', config });
    await runtime.pull(image, () => undefined, quiet);
  });

  async function start(name: string, script: string): Promise<string> {
    const { id } = await runtime.create(
      request(image, { template: template({ containerName: name, command: [script] }) }),
    );
    await runtime.start(id);
    return id;
  }

  /** Reads to the end of the log, or until `enough`. */
  async function read(
    id: string,
    from: LogStart,
    enough: (lines: readonly ContainerLogLine[]) => boolean = () => false,
  ): Promise<ContainerLogLine[]> {
    const lines: ContainerLogLine[] = [];
    for await (const line of runtime.followLogs(id, from, AbortSignal.timeout(60_000))) {
      lines.push(line);
      if (enough(lines)) break;
    }
    return lines;
  }

  const from = (line: ContainerLogLine | undefined): LogStart => ({ after: line?.position ?? '0' });

  it('come as they are written, end with the container, and go on after any line', async () => {
    const began = Date.now();
    const id = await start('talker', TALKER);
    const first = await read(id, { sinceMs: 0 }, (lines) => lines.length === 2);
    expect(first.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(['stderr two', 'stdout one']);
    for (const { timestampMs } of first) {
      // the host's clock is the test's own; dockerd cuts off what is below a millisecond
      expect(timestampMs).toBeGreaterThanOrEqual(began - 1);
      expect(timestampMs).toBeLessThanOrEqual(Date.now());
    }
    const rest = read(id, from(first.at(-1)));
    await runtime.exec(id, ['/bin/busybox', 'touch', '/tmp/go'], 10_000);
    expect((await rest).map(({ text }) => text)).toEqual(['three']);
    const all = await read(id, { sinceMs: 0 });
    expect(all.map(({ text }) => text).sort()).toEqual(['one', 'three', 'two']);
    expect(all.map(({ timestampMs, subMs }) => `${timestampMs}${String(subMs).padStart(6, '0')}`)).toEqual(
      all.map(({ position }) => position),
    );
    expect((await read(id, from(all[1]))).map(({ text }) => text)).toEqual(all.slice(2).map(({ text }) => text));
    expect(await read(id, from(all.at(-1)))).toEqual([]);
    expect(await read(id, { sinceMs: Date.now() + 60_000 })).toEqual([]);
    await runtime.remove(id);
  });

  it('of a silent container wait without an answer, until they are no longer wanted', async () => {
    const id = await start('silent', 'trap "exit 0" TERM; while true; do /bin/busybox sleep 0.1; done');
    const reason = new Error('closed');
    const closing = new AbortController();
    const reading = (async () => {
      for await (const line of runtime.followLogs(id, { sinceMs: 0 }, closing.signal)) throw new Error(line.text);
    })();
    await eventually(async () => (await runtime.inspect(id))?.state === 'running', 'it runs');
    closing.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await runtime.stop(id, 2);
    await runtime.remove(id);
  });

  it('have a line longer than dockerd keeps in one piece once, cut', async () => {
    const id = await start('long', '/bin/busybox head -c 50000 /dev/zero | /bin/busybox tr "\\0" x; echo; echo end');
    const lines = await read(id, { sinceMs: 0 });
    expect(lines.map(({ text }) => text.length)).toEqual([16_384, 3]);
    await runtime.remove(id);
  });

  it('lose and repeat no line of a thousand when reading is broken off again and again', async () => {
    const id = await start('many', 'i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo line $i; done');
    const texts: string[] = [];
    let place: LogStart = { sinceMs: 0 };
    for (let piece = await read(id, place, (lines) => lines.length === 137); piece.length > 0;) {
      texts.push(...piece.map(({ text }) => text));
      place = from(piece.at(-1));
      piece = await read(id, place, (lines) => lines.length === 137);
    }
    expect(texts).toEqual(Array.from({ length: 1000 }, (_, at) => `line ${at + 1}`));
    await runtime.remove(id);
  });

  it('have each line that dockerd kept once, also when dockerd is killed while they are read', async () => {
    const script = 'i=0; while true; do i=$((i+1)); echo $$ $i; /bin/busybox sleep 0.02; done';
    const id = await start('steady', script);
    const heard: ContainerLogLine[] = [];
    const place = (): LogStart => (heard.length === 0 ? { sinceMs: 0 } : from(heard.at(-1)));
    const listen = async (more: number): Promise<void> => {
      const wanted = heard.length + more;
      await eventually(async () => {
        heard.push(...(await read(id, place(), (lines) => heard.length + lines.length >= wanted)));
        return heard.length >= wanted;
      }, `${wanted} lines`);
    };
    await listen(50);
    const cutOff = read(id, place());
    await lab().dockerd.restart('SIGKILL');
    await cutOff.then(
      (lines) => heard.push(...lines),
      () => undefined,
    );
    await runtime.start(id);
    await listen(50);
    await runtime.stop(id, 2);
    heard.push(...(await read(id, place())));
    const kept = await read(id, { sinceMs: 0 });
    expect(heard.map(({ text }) => text)).toEqual(kept.map(({ text }) => text));
    await runtime.remove(id);
  });

  it('after the clock was set back are told from a moment on, with what lies ahead, and not after a place that lies ahead', async () => {
    const id = await start('skewed', 'echo one; echo two; exit 0');
    await eventually(async () => (await runtime.inspect(id))?.state === 'exited', 'it has ended');
    const { LogPath: file } = await docker.getContainer(id).inspect();
    const ahead = new Date(Date.now() + 7_200_000).toISOString();
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"time":"[^"]+"/g, `"time":"${ahead}"`));
    const before = Date.now();
    await runtime.start(id);
    const all = await read(id, { sinceMs: before - 1_000 });
    expect(all.map(({ text }) => text)).toEqual(['one', 'two', 'one', 'two']);
    expect(await read(id, from(all[1]))).toEqual([]);
    await runtime.remove(id);
  });

  it('of a terminal are read as well', async () => {
    const spec = { Image: `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`, Tty: true };
    const container = await docker.createContainer({ ...spec, Cmd: ['echo hello; echo there'] });
    await container.start();
    await container.wait();
    const lines = await read(container.id, { sinceMs: 0 });
    expect(lines.map(({ stream, text }) => [stream, text])).toEqual([
      ['stdout', 'hello'],
      ['stdout', 'there'],
    ]);
    await container.remove();
  });

  it('of a container that is not there are a fault', async () => {
    await expect(read('0'.repeat(64), { sinceMs: 0 })).rejects.toMatchObject({ code: 'docker/failed' });
  });
});

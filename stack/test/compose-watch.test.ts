import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@noderr/oci/testing';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../src/noderr-command.ts';
import { findAnyProgram } from '../src/process/find-program.ts';
import { httpAnswers, startService, waitUntilReady } from '../src/process/service-process.ts';
import { readCompose } from './read-compose.ts';

const { services } = readCompose();

/** The arguments of a service as its program gets them: compose makes one dollar of two. */
function argumentsOf(name: string): string[] {
  return services[name]?.command?.map((argument) => argument.replaceAll('$$', '$')) ?? [];
}

describe('the logs of the stack', () => {
  const config = readFileSync(join(REPOSITORY, 'provisioning/alloy/config.alloy'), 'utf8');
  const parts = Object.entries(services)
    .filter(([, { profiles, restart }]) => profiles.length === 0 && restart === 'unless-stopped')
    .map(([name]) => name);

  it('are those of every part that stays, and of nothing in the demo, whose agents ship their own', () => {
    const [, name = '', value = ''] = /values = \["([^"=]+)=([^"]+)"\]/.exec(config) ?? [];
    const labelled = Object.entries(services).filter(([, { labels }]) => labels[name] === value);
    expect(labelled.map(([part]) => part).toSorted()).toEqual(parts.toSorted());
  });

  it('come through the proxy, and go to Loki', () => {
    const { hosts, url } = {
      hosts: [...config.matchAll(/\bhost += "tcp:\/\/([^":]+):2375"/g)].map(([, host]) => host),
      url: /\burl = "([^"]+)"/.exec(config)?.[1],
    };
    expect(hosts).toEqual(['log-proxy', 'log-proxy']);
    expect(url).toBe(services.hub?.environment.NODERR_HUB_LOKI_URL);
  });

  it('have one label, which no node’s logs have', () => {
    const kept = /regex {2}= "([^"]+)"\s+action = "labelkeep"/.exec(config)?.[1]?.split('|') ?? [];
    expect(kept.filter((label) => !label.startsWith('__'))).toEqual(['stack_part']);
    expect(config).not.toMatch(/\b(external_labels|labels|relabel_rules) +=|loki\.process/);
  });

  it('are all that the proxy gives away of a container', () => {
    const flags = argumentsOf('log-proxy').filter((flag) => flag.startsWith('-allow'));
    expect(flags.map((flag) => flag.split('=')[0])).toEqual([
      ...['-allowfrom', '-allowhealthcheck', '-allowHEAD', '-allowGET'],
    ]);
    // As the proxy reads it.
    const get = new RegExp(
      `^${flags.find((flag) => flag.startsWith('-allowGET='))?.slice('-allowGET='.length) ?? ''}$`,
    );
    for (const part of parts) {
      expect(`/v1.41/containers/noderr_${part}_1/json`, 'docker-compose 1.29').toMatch(get);
      expect(`/v1.51/containers/noderr-hub-${part}-1/logs`, 'docker compose 2').toMatch(get);
    }
    for (const path of ['/_ping', '/v1.51/containers/json', '/v1.51/networks']) expect(path).toMatch(get);
    for (const path of [
      ...['/containers/noderr-agent-1-1/json', '/containers/noderr-demo-node-1-node/logs', '/images/json', '/info'],
      ...[`/containers/${'a1'.repeat(32)}/json`, '/containers/noderr-hub-1/archive', '/containers/noderr-hub-1/top'],
      ...['/containers/shop-postgres-1-replica/json', '/containers/hub-1/json/../../x_hub_1/archive', '/events'],
    ]) {
      expect(`/v1.51${path}`).not.toMatch(get);
    }
  });
});

const exporter = findAnyProgram(['node_exporter', 'prometheus-node-exporter'], process.env.PATH ?? '');

describe('the machine of the stack', () => {
  it('is seen by the disk that everything there fills, and not as one that is read-only', () => {
    expect(services['node-exporter']?.volumes).toEqual(['docker-space:${NODERR_DOCKER_ROOT:-/var/lib/docker}']);
    const [, excluded = ''] = /exclude=(\S+)/.exec(argumentsOf('node-exporter').join(' ')) ?? [];
    for (const file of ['/etc/hosts', '/dev/shm', '/sys/firmware']) expect(file).toMatch(new RegExp(excluded));
    for (const folder of ['/var/lib/docker', '/data', '/devices']) expect(folder).not.toMatch(new RegExp(excluded));
  });

  it.skipIf(exporter === null && process.env.REQUIRE_ALL !== '1')('is measured by what its rules ask for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noderr-exporter-'));
    const logFile = join(folder, 'log');
    const address = `127.0.0.1:${await freePort()}`;
    const args = [...argumentsOf('node-exporter'), `--web.listen-address=${address}`];
    const service = await startService({ name: 'node-exporter', command: exporter ?? 'none', args, logFile });
    try {
      await waitUntilReady(service, logFile, httpAnswers(`http://${address}/`));
      const metrics = await (await fetch(`http://${address}/metrics`)).text();
      const collectors = [...metrics.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} 1$/gm)];
      expect(collectors.map(([, name]) => name)).toEqual(['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo']);
      for (const name of ['node_cpu_seconds_total', 'node_memory_MemAvailable_bytes']) {
        expect(metrics).toMatch(new RegExp(`^${name}\\b`, 'm'));
      }
      expect(metrics).not.toMatch(/node_id=|mountpoint="\/(dev|etc|proc|sys)/);
    } finally {
      await service.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

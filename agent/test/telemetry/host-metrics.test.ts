import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HostMetrics, type HostPart } from '../../src/telemetry/host/host-metrics.ts';
import { type Reading } from '../../src/telemetry/reading.ts';

function valueOf(readings: readonly Reading[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  const found = readings.filter(
    (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  );
  expect(found, `${name} ${JSON.stringify(labels)}`).toHaveLength(1);
  return found[0]?.value ?? Number.NaN;
}

function userSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user, 0) / 1000;
}

describe('the metrics of this machine', () => {
  it('are what the kernel says by other ways', async () => {
    const host = new HostMetrics({
      onFault: (part, error) => {
        throw new Error(part, { cause: error });
      },
    });
    const before = userSeconds();
    const readings = await host.readings();
    const after = userSeconds();
    // one tick of each core may be rounded away
    const tick = cpus().length * 0.01;
    const user = valueOf(readings, 'node_cpu_seconds_total', { mode: 'user' });
    expect(user).toBeGreaterThanOrEqual(before - tick);
    expect(user).toBeLessThanOrEqual(after + tick);
    expect(valueOf(readings, 'node_memory_MemTotal_bytes')).toBe(totalmem());
    const available = valueOf(readings, 'node_memory_MemAvailable_bytes');
    expect(available).toBeGreaterThan(0);
    expect(available).toBeLessThan(totalmem());
    const root = await statfs('/');
    expect(valueOf(readings, 'node_filesystem_size_bytes', { mountpoint: '/' })).toBe(root.blocks * root.bsize);
    expect(new Set(readings.map(({ name, labels }) => JSON.stringify([name, labels]))).size).toBe(readings.length);
    expect(readings.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true);
    host.close();
  });

  it('follow what changes, through the same descriptors', async () => {
    const host = new HostMetrics({ onFault: () => undefined });
    await host.readings();
    const open = readdirSync('/proc/self/fd').length;
    const device = readdirSync('/sys/class/net').find((name) => /^(eth|en|wl)/.test(name));
    const received = (): number => Number(readFileSync(`/sys/class/net/${device ?? ''}/statistics/rx_bytes`, 'utf8'));
    for (let round = 0; round < 20; round += 1) {
      const before = device === undefined ? 0 : received();
      const readings = await host.readings();
      if (device === undefined) continue;
      const value = valueOf(readings, 'node_network_receive_bytes_total', { device });
      expect(value).toBeGreaterThanOrEqual(before);
      expect(value).toBeLessThanOrEqual(received());
    }
    expect(readdirSync('/proc/self/fd')).toHaveLength(open);
    host.close();
  });

  it('lose only the part whose file cannot be read, and have it again when it can', async () => {
    const proc = mkdtempSync(join(tmpdir(), 'noderr-proc-'));
    const faults: HostPart[] = [];
    const host = new HostMetrics({ proc, onFault: (part) => faults.push(part) });
    writeFileSync(join(proc, 'meminfo'), 'MemTotal: 2 kB\nMemAvailable: 1 kB\n');
    const first = await host.readings();
    expect(first.map(({ value }) => value)).toEqual([2048, 1024]);
    expect(faults.sort()).toEqual(['cpu', 'disks', 'filesystems', 'network']);
    writeFileSync(join(proc, 'stat'), `cpu  1 2 3 4 5 6 7 8 0 0\n${'#'.repeat(100_000)}\n`);
    expect(valueOf(await host.readings(), 'node_cpu_seconds_total', { mode: 'steal' })).toBe(0.08);
    host.close();
    rmSync(proc, { recursive: true });
  });
});

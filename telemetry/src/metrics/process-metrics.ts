import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from '@prometheus-io/client';

/** Milliseconds between two looks at the event loop. */
const LOOP_RESOLUTION_MS = 20;

/**
 * The process metrics by their usual names, nine series. The client's own `collectDefaultMetrics` has ninety, more than
 * half of a service's budget, and timers that nothing can end. Returns what ends the measuring. `eventLoop: false` leaves out
 * its delay, which wakes an idle process fifty times a second.
 */
export function collectProcessMetrics(registry: Registry, { eventLoop = true } = {}): () => void {
  const gauge = (name: string, help: string, read: () => number | undefined): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value !== undefined && Number.isFinite(value)) this.set(value);
        else this.remove();
      },
    });
  };

  collectCpu(registry);
  const startedS = Date.now() / 1000 - process.uptime();
  gauge('process_start_time_seconds', 'Start of the process, seconds since the epoch.', () => startedS);
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('process_open_fds', 'Open file descriptors.', openDescriptors);
  gauge('nodejs_heap_size_used_bytes', 'JavaScript heap in use.', () => process.memoryUsage().heapUsed);
  gauge('nodejs_heap_size_total_bytes', 'JavaScript heap reserved.', () => process.memoryUsage().heapTotal);
  gauge('nodejs_external_memory_bytes', 'Memory of buffers and bindings.', () => process.memoryUsage().external);
  if (!eventLoop) return () => undefined;
  const delays = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  delays.enable();
  gauge('nodejs_eventloop_lag_p99_seconds', 'p99 delay of the event loop since the last scrape.', () => {
    const seconds = delays.percentile(99) / 1e9;
    delays.reset();
    return seconds;
  });
  return () => {
    delays.disable();
  };
}

function collectCpu(registry: Registry): void {
  let counted = { user: 0, system: 0 };
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process by mode.',
    labelNames: ['mode'],
    registers: [registry],
    collect() {
      const now = process.cpuUsage();
      this.inc({ mode: 'user' }, (now.user - counted.user) / 1e6);
      this.inc({ mode: 'system' }, (now.system - counted.system) / 1e6);
      counted = now;
    },
  });
}

function openDescriptors(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}

import { pathIn } from '../process/callers-path.ts';
import { findAnyProgram } from '../process/find-program.ts';
import { type ServiceProcess } from '../process/service-process.ts';
import { type Ports } from '../run/ports.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { startAlertmanager } from './alertmanager.ts';
import { startLoki } from './loki.ts';
import { startPrometheus } from './prometheus.ts';

/** Programs that store and judge the fleet's signals; null for one that is not on this machine. */
export interface ObservabilityPrograms {
  prometheus: string | null;
  alertmanager: string | null;
  loki: string | null;
}

export const NO_OBSERVABILITY: ObservabilityPrograms = { prometheus: null, alertmanager: null, loki: null };

/** Where those that run answer, without a slash at the end. */
export type Observability = Readonly<Record<keyof ObservabilityPrograms, string | null>>;

export function findObservability(env: NodeJS.ProcessEnv): ObservabilityPrograms {
  const path = env.PATH ?? '';
  return {
    prometheus: findAnyProgram(['prometheus'], path),
    alertmanager: findAnyProgram(['alertmanager', 'prometheus-alertmanager'], path),
    loki: pathIn(env, 'LOKI_BIN') ?? findAnyProgram(['loki'], path),
  };
}

/** Where each will answer once it is started. */
export function observabilityAt(programs: ObservabilityPrograms, ports: Ports): Observability {
  const at = (name: keyof ObservabilityPrograms): string | null =>
    programs[name] === null ? null : `http://127.0.0.1:${ports[name]}`;
  return { prometheus: at('prometheus'), alertmanager: at('alertmanager'), loki: at('loki') };
}

/** One sentence for each program that is not here: what is missed without it, and how to get it. */
export function missingPrograms(programs: ObservabilityPrograms): string[] {
  const hints: Readonly<Record<keyof ObservabilityPrograms, string>> = {
    prometheus: 'no Prometheus here, so no metrics and no alerts (Debian: apt-get install prometheus)',
    alertmanager: 'no Alertmanager here, so nobody is told of alerts (Debian: apt-get install prometheus-alertmanager)',
    loki: 'no Loki here, so no logs of the nodes (name its binary in LOKI_BIN)',
  };
  return (['prometheus', 'alertmanager', 'loki'] as const)
    .filter((name) => programs[name] === null)
    .map((name) => hints[name]);
}

export interface ObservabilityHooks {
  /** Before each start, with what begins. */
  begin: (step: string) => void;
  /** After each start. */
  started: (service: ServiceProcess) => void;
  /** Whether a Grafana will answer where the pages are. */
  grafana: boolean;
}

/** Starts those that are here. */
export async function startObservability(
  run: RunFolder,
  ports: Ports,
  { prometheus, alertmanager, loki }: ObservabilityPrograms,
  { begin, started, grafana }: ObservabilityHooks,
): Promise<void> {
  const at = (port: number): string => `127.0.0.1:${port}`;
  const hubUrl = `http://${at(ports.hub)}`;
  if (loki !== null) {
    begin('starting Loki');
    started(await startLoki({ run, port: ports.loki, grpcPort: ports.lokiGrpc, program: loki }));
  }
  if (alertmanager !== null) {
    begin('starting Alertmanager');
    const grafanaUrl = grafana ? `http://${at(ports.pages)}` : null;
    started(await startAlertmanager({ run, port: ports.alertmanager, program: alertmanager, hubUrl, grafanaUrl }));
  }
  if (prometheus !== null) {
    begin('starting Prometheus');
    const targets = {
      hub: at(ports.hub),
      prometheus: at(ports.prometheus),
      ...(alertmanager !== null && { alertmanager: at(ports.alertmanager) }),
      ...(loki !== null && { loki: at(ports.loki) }),
      ...(grafana && { grafana: at(ports.pages) }),
    };
    started(await startPrometheus({ run, port: ports.prometheus, program: prometheus, targets }));
  }
}

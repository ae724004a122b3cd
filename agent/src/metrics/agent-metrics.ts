import { AGENT_STATE_NAMES, type AgentStateName, type FailureCode, type Outcome } from '@noderr/protocol';
import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';

/** What an agent counts of itself; names as in the hub's metrics where both have one. */
export interface AgentMetrics {
  setState(state: AgentStateName): void;
  outcome(outcome: Outcome, code: FailureCode | null, durationS: number): void;
  rollback(durationS: number): void;
  serviceGap(durationS: number): void;
  chainReading(kind: 'final' | 'stale' | 'unavailable' | 'mismatch' | 'rejected'): void;
  attackRefused(code: FailureCode): void;
  setHubUp(up: boolean): void;
  setUnsafe(unsafe: boolean): void;
  setBackupUnsealed(unsealed: boolean): void;
  setServiceUp(service: string, up: boolean): void;
}

/** Seconds: from a bare restart to the rollback timeout. */
const DURATION_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];

export function createAgentMetrics(registry: Registry): AgentMetrics {
  const registers = [registry];
  const state = new Gauge({
    name: 'noderr_agent_state',
    help: '1 for the state that the agent is in, 0 for all others.',
    labelNames: ['state'] as const,
    registers,
  });
  const outcomes = new Counter({
    name: 'noderr_agent_attempts_total',
    help: 'Attempts by outcome and failure code.',
    labelNames: ['outcome', 'code'] as const,
    registers,
  });
  const durations = new Histogram({
    name: 'noderr_agent_update_duration_seconds',
    help: 'Seconds from the start of an attempt to its outcome.',
    buckets: DURATION_BUCKETS,
    registers,
  });
  const rollbacks = new Histogram({
    name: 'noderr_agent_rollback_duration_seconds',
    help: 'Seconds from the verdict to a healthy kept set.',
    buckets: DURATION_BUCKETS,
    registers,
  });
  const gaps = new Histogram({
    name: 'noderr_agent_service_gap_seconds',
    help: 'Seconds without a running set in an attempt.',
    buckets: DURATION_BUCKETS,
    registers,
  });
  const readings = new Counter({
    name: 'noderr_agent_chain_readings_total',
    help: 'Readings of the chain by result.',
    labelNames: ['result'] as const,
    registers,
  });
  const refused = new Counter({
    name: 'noderr_agent_refused_releases_total',
    help: 'Releases that were refused before any container was touched, by code.',
    labelNames: ['code'] as const,
    registers,
  });
  const hubUp = new Gauge({ name: 'noderr_agent_hub_up', help: '1 while the hub answers heartbeats.', registers });
  const unsafe = new Gauge({
    name: 'noderr_agent_unsafe',
    help: '1 while signatures are not enforced.',
    registers,
  });
  const unsealed = new Gauge({
    name: 'noderr_agent_backup_unsealed',
    help: '1 while a backup waits to be encrypted.',
    registers,
  });
  const serviceUp = new Gauge({
    name: 'noderr_node_service_up',
    help: "1 while a service is green by its standing health's checks.",
    labelNames: ['service'] as const,
    registers,
  });

  return {
    setState(present) {
      for (const name of AGENT_STATE_NAMES) state.set({ state: name }, name === present ? 1 : 0);
    },
    outcome(outcome, code, durationS) {
      outcomes.inc({ outcome, code: code ?? 'none' });
      durations.observe(durationS);
    },
    rollback: (durationS) => {
      rollbacks.observe(durationS);
    },
    serviceGap: (durationS) => {
      gaps.observe(durationS);
    },
    chainReading: (result) => {
      readings.inc({ result });
    },
    attackRefused: (code) => {
      refused.inc({ code });
    },
    setHubUp: (up) => {
      hubUp.set(up ? 1 : 0);
    },
    setUnsafe: (on) => {
      unsafe.set(on ? 1 : 0);
    },
    setBackupUnsealed: (on) => {
      unsealed.set(on ? 1 : 0);
    },
    setServiceUp: (service, up) => {
      serviceUp.set({ service }, up ? 1 : 0);
    },
  };
}

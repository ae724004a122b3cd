import { isReleaseFault, type OutcomeEvent } from '@noderr/protocol';
import { type Memory } from '../durable/memory.ts';
import { type Logger } from '../logs/logger.ts';
import { type AgentMetrics } from '../metrics/agent-metrics.ts';

/** One info line per change of state, and what the metrics count of it. */
export function reportWrite(
  { logger, metrics }: { logger: Logger; metrics: AgentMetrics },
  after: Memory,
  before: Memory,
): void {
  metrics.setBackupUnsealed(after.unsealed !== null);
  if (after.state.name !== before.state.name) {
    metrics.setState(after.state.name);
    logger.info({ from: before.state.name, to: after.state.name }, 'state changed');
  }
  for (const event of after.outgoing) {
    if (event.kind === 'outcome') reportOutcome({ logger, metrics }, event, before);
  }
}

function reportOutcome(
  { logger, metrics }: { logger: Logger; metrics: AgentMetrics },
  event: OutcomeEvent,
  before: Memory,
): void {
  const { outcome, code, detail, from, to, durationMs, rollbackMs, serviceGapMs } = event;
  metrics.outcome(outcome, code, durationMs / 1000);
  if (rollbackMs !== null) metrics.rollback(rollbackMs / 1000);
  if (serviceGapMs !== null) metrics.serviceGap(serviceGapMs / 1000);
  const untouched = before.state.name === 'verifying' || before.state.name === 'downloading';
  if (code !== null && untouched && isReleaseFault(code)) metrics.attackRefused(code);
  logger.info({ outcome, code, detail, from, to, durationMs, rollbackMs, serviceGapMs }, 'attempt ended');
}

import { type AgentStatus } from '../control/schema.ts';
import { telemetryRows } from './telemetry-text.ts';

/** The status for people: one fact a line, what is missing left out. */
export function statusText(status: AgentStatus): string {
  const { chain, committed, cannotFollow, trouble } = status;
  const rows: [string, string | null][] = [
    ['node', `${status.nodeId} (${status.tier}, ${status.runtime}, agent ${status.version})`],
    ['state', `${status.state}${status.detail === '' ? '' : `: ${status.detail}`} since ${timeText(status.since)}`],
    ['runs', committed ? releaseText(committed) : 'no release'],
    ['kept', status.kept.length === 0 ? null : status.kept.join(', ')],
    ['waits', status.wants === '' ? null : status.wants],
    ['cannot follow', cannotFollow && `release ${cannotFollow.releaseId}: ${cannotFollow.code}`],
    ['trouble', trouble && `${trouble.code}: ${trouble.detail}`],
    ['held', status.hold],
    ['failed here', failedText(status.failed)],
    ['services', status.services.map(serviceText).join(', ') || 'none'],
    ['chain', chain ? chainText(chain) : 'not read yet'],
    ['hub', `${status.hub}${status.eventsWaiting > 0 ? `, ${status.eventsWaiting} events wait` : ''}`],
    ['state file', status.observeOnly ? 'LOST: only observing; see `noderr-agent accept-chain`' : null],
    ['backup', status.backupUnsealed ? 'UNSEALED: no update before it is sealed' : null],
    ['metrics', status.metricsUrl ?? 'NOT SERVED, the log says why: free the port or set `metricsPort`'],
    ...telemetryRows(status.telemetry),
  ];
  return rows.flatMap(([name, text]) => (text === null ? [] : [`${name.padEnd(14)}${text}\n`])).join('');
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

function releaseText({ releaseId, version }: NonNullable<AgentStatus['committed']>): string {
  return releaseId === 0 ? 'an adopted set that the chain does not know' : `release ${releaseId} (${version ?? '?'})`;
}

function failedText(failed: AgentStatus['failed']): string | null {
  const entries = Object.entries(failed).map(([id, { code, attempts }]) => `${id}: ${code} (${attempts}×)`);
  return entries.length === 0 ? null : entries.join(', ');
}

function serviceText({ service, healthy, code }: AgentStatus['services'][number]): string {
  return `${service} ${healthy ? 'healthy' : `UNHEALTHY ${code ?? ''}`.trim()}`;
}

function chainText(chain: NonNullable<AgentStatus['chain']>): string {
  const { kind, target, baseline, paused, block, seq, quorum } = chain;
  return `${kind} to ${target} (baseline ${baseline})${paused ? ', PAUSED' : ''}, seq ${seq}, block ${block}, ${quorum}`;
}

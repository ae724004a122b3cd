import { type AuditReport, type RolloutLine, type TierReport } from './audit-report.ts';
import { type Finding } from './finding.ts';
import { hubWordText } from './hub-word.ts';

/** The report for people: a line per rollout, what rests on the hub alone, the differences, and the verdict. */
export function auditText(report: AuditReport): string {
  const { tiers, findings } = report;
  return [
    ...tiers.flatMap(tierLines),
    ...tiers.flatMap(hubWordLines),
    ...(findings.length === 0 ? [] : ['differences:', ...findings.map(findingLine)]),
    verdict(report),
  ].join('\n');
}

function tierLines({ tier, rollouts }: TierReport): string[] {
  return rollouts.length === 0 ? [`${tier}  nothing published`] : rollouts.map(rolloutLine);
}

function rolloutLine(line: RolloutLine): string {
  const { tier, rolloutId, kind, target, version, status, receipts, findings } = line;
  const what = `${kind} to ${version ?? `release ${target}`}, ${status}`;
  const how = findings === 0 ? 'as the hub shows it' : count(findings, 'difference');
  return `${tier} ${rolloutId}  ${what}: ${count(receipts, 'receipt')}, ${how}`;
}

function hubWordLines({ tier, hubWord }: TierReport): string[] {
  const text = hubWord ? hubWordText(hubWord) : '';
  return text === '' ? [] : [`${tier} by the hub's word alone, no receipt can prove it: ${text}`];
}

function findingLine({ code, tier, rolloutId, nodeId, attemptId, message }: Finding): string {
  const where = [tier ?? '', rolloutId ?? '', nodeId ? `node ${nodeId}` : '', attemptId ? `attempt ${attemptId}` : ''];
  return `  ${where.filter((part) => part !== '').join(' ')}: ${message} [${code}]`;
}

function verdict({ proven, tiers, findings, receipts, block, quorum }: AuditReport): string {
  const rollouts = tiers.reduce((sum, tier) => sum + tier.rollouts.length, 0);
  const later = receipts.notFinal > 0 ? `, ${receipts.notFinal} of a change that is not final yet` : '';
  const found = proven ? 'proven' : `NOT proven, ${count(findings.length, 'difference')}`;
  const from = `final block ${block.number} by ${quorum.agreeing} of ${quorum.endpoints.length} endpoints`;
  return `${found}: ${count(rollouts, 'rollout')}, ${receipts.proven} of ${count(receipts.read, 'receipt')} signed by their nodes${later}; ${from}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

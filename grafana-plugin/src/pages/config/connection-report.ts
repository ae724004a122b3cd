import { type WhoAmI } from '@noderr/protocol';
import { type HubError, isHubError } from '../../api/hub-error.ts';
import { parseHubUrl } from '../../app/hub-url.ts';
import { sentence } from '../../format/sentence.ts';
import { configStrings } from '../../strings/config.ts';

export type CheckName = keyof typeof configStrings.checks;

/** `unknown`: something before it is wrong, so that it could not be tested. */
export interface CheckRow {
  check: CheckName;
  state: 'ok' | 'failed' | 'unknown';
  text: string;
  /** What to do about a failed one. */
  fix: string | null;
}

export interface ConnectionReport {
  rows: readonly CheckRow[];
  user: WhoAmI['user'];
  hubVersion: string | null;
}

/** An answer of the hub, or why there is none. */
export type Asked = WhoAmI | Error;

/** The hub's own checks, in the order in which each builds on those before it. */
const READER_CHECKS = ['read-secret', 'id-token', 'issuer', 'audience', 'user-type'] as const;
const ADMIN_CHECKS = ['admin-secret', 'role'] as const;

const { fixes, passed, unknown } = configStrings;

/** What two questions to the hub, one with each secret, say about the connection. */
export function connectionReport(hubUrl: string, read: Asked | null, admin: Asked | null): ConnectionReport {
  const answers = [read, admin].filter((asked): asked is WhoAmI => asked !== null && !(asked instanceof Error));
  const rows = [
    urlRow(hubUrl),
    reachableRow(read, admin),
    rightRow('read-right', read),
    ...READER_CHECKS.map((check) => hubRow(check, answers)),
    rightRow('admin-right', admin),
    ...ADMIN_CHECKS.map((check) => hubRow(check, answers)),
    hubRow('chain', answers),
  ];
  return {
    rows,
    user: answers.find((answer) => answer.user !== null)?.user ?? null,
    hubVersion: answers[0]?.hubVersion ?? null,
  };
}

function urlRow(hubUrl: string): CheckRow {
  return parseHubUrl(hubUrl) === null ? failed('hub-url', configStrings.fields.hubUrlWrong) : ok('hub-url', hubUrl);
}

/** Grafana itself refuses whoever lacks a right: that says nothing about the hub. */
function reachableRow(read: Asked | null, admin: Asked | null): CheckRow {
  const asked = [read, admin].filter((one) => one !== null && !isHubError(one, 'right-missing'));
  if (asked.some((one) => !(one instanceof Error))) return ok('reachable', passed.reachable);
  const fault = asked.find((one) => one instanceof Error);
  return fault === undefined ? notKnown('reachable') : failed('reachable', fault.message, fixes[reachFix(fault)]);
}

function reachFix(fault: Error): keyof typeof fixes {
  const code: HubError['code'] | null = isHubError(fault) ? fault.code : null;
  switch (code) {
    case 'unreachable':
      return 'reachable';
    case 'not-configured':
      return 'route-unknown';
    case 'busy':
      return 'busy';
    default:
      return 'not-a-hub';
  }
}

function rightRow(check: 'read-right' | 'admin-right', asked: Asked | null): CheckRow {
  if (asked === null) return notKnown(check);
  if (isHubError(asked, 'right-missing')) return failed(check, asked.message);
  if (isHubError(asked, 'not-configured')) return notKnown(check);
  return ok(check, passed.right);
}

function hubRow(check: WhoAmI['checks'][number]['check'], answers: readonly WhoAmI[]): CheckRow {
  const found = answers.flatMap((answer) => answer.checks.filter((one) => one.check === check));
  const worst = found.find((one) => !one.ok) ?? found[0];
  if (worst === undefined) return notKnown(check);
  const text = sentence(worst.message);
  return worst.ok ? ok(check, text) : failed(check, text);
}

function ok(check: CheckName, text: string): CheckRow {
  return { check, state: 'ok', text, fix: null };
}

function failed(check: CheckName, text: string, fix: string = fixes[check]): CheckRow {
  return { check, state: 'failed', text, fix };
}

function notKnown(check: CheckName): CheckRow {
  return { check, state: 'unknown', text: unknown, fix: null };
}

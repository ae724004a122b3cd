import { type FailureCode, ServiceName } from '@noderr/protocol';
import { type CheckResult } from '../attempt/health-check.ts';

/** These say that the new container itself is broken: never advisory, and a verdict at once. */
export const FATAL_CHECKS: ReadonlySet<string> = new Set(['image', 'running', 'restarts']);

export function green(service: string, check: string, detail = ''): CheckResult {
  return { service: ServiceName.parse(service), check, status: 'green', code: null, detail: clip(detail) };
}

/** Not answering, and young enough that it may only be starting: the caller's time limit decides. */
export function starting(service: string, check: string, code: FailureCode, detail: string): CheckResult {
  return { service: ServiceName.parse(service), check, status: 'starting', code, detail: clip(detail) };
}

export function red(service: string, check: string, code: FailureCode, detail: string): CheckResult {
  return { service: ServiceName.parse(service), check, status: 'red', code, detail: clip(detail) };
}

/** The check itself could not run. */
export function unknown(service: string, check: string, code: FailureCode, detail: string): CheckResult {
  return { service: ServiceName.parse(service), check, status: 'unknown', code, detail: clip(detail) };
}

export function keyOf(result: Pick<CheckResult, 'service' | 'check'>): string {
  return `${result.service} ${result.check}`;
}

function clip(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '../..');
export const PROMETHEUS = join(REPOSITORY, 'provisioning/prometheus');
export const ALERTMANAGER_YML = join(REPOSITORY, 'provisioning/alertmanager/alertmanager.yml');
export const RUNBOOKS = join(REPOSITORY, 'docs/runbooks');

const UNIT = join(REPOSITORY, 'alerts/unit');

export function ruleFiles(): string[] {
  return filesOf(join(PROMETHEUS, 'rules'));
}

export function unitFiles(): string[] {
  return filesOf(UNIT);
}

/** The names of all alerts of the rule files. */
export function alertNames(): string[] {
  const text = ruleFiles().map((file) => readFileSync(file, 'utf8'));
  return text.flatMap((rules) => [...rules.matchAll(/^ +- alert: (\w+)$/gm)].flatMap(([, name]) => name ?? []));
}

/** The series of a program of the stack that the rules ask for, such as `prometheus_…`. */
export function namesInRules(program: 'prometheus' | 'alertmanager'): string[] {
  const text = ruleFiles()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  return [...new Set(text.match(new RegExp(`\\b${program}_\\w+`, 'g')))];
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name));
}

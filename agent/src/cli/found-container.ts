import { isDeepStrictEqual } from 'node:util';
import { type AdoptedTemplate } from '../template/template-from-container.ts';
import { type ServiceTemplate } from '../template/service-template.ts';

/** A running container, and the template that comes nearest to it. */
export interface FoundContainer extends AdoptedTemplate {
  image: string;
  state: string;
}

const FIELDS = [
  'command',
  'user',
  'network',
  'ports',
  'memoryBytes',
  'cpus',
  'readOnlyRootfs',
  'capabilities',
  'stopTimeoutS',
] as const satisfies readonly (keyof ServiceTemplate)[];

/**
 * What an update would change in a container that is taken over with this template, beside its image: by name only,
 * because values may be secrets.
 */
export function changesByTemplate(found: ServiceTemplate, wanted: ServiceTemplate): string[] {
  return [
    ...FIELDS.filter((name) => !isDeepStrictEqual(found[name], wanted[name])).map((name) => `${name} differs`),
    ...differing(found.environment, wanted.environment).map((name) => `environment ${name} differs`),
    ...differing(sourcesOf(found.mounts), sourcesOf(wanted.mounts)).map((target) => `mount ${target} differs`),
  ];
}

function sourcesOf(mounts: ServiceTemplate['mounts']): Record<string, string> {
  return Object.fromEntries(mounts.map(({ target, source, readOnly }) => [target, `${source}:${readOnly}`]));
}

function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
}

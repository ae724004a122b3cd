import { readFile } from 'node:fs/promises';
import { bindRefusal } from '../runtime/docker/safe-spec.ts';
import { parsePort } from '../runtime/docker/port-mapping.ts';
import { type ServiceTemplate } from './service-template.ts';
import { parseTemplateFile, TemplateError } from './template-file.ts';

/** What Docker would refuse later, said before anything is stopped. */
export function templateFaults(templates: readonly ServiceTemplate[], allowedBinds: readonly string[]): string[] {
  return templates.flatMap((template) => [
    ...template.mounts
      .filter((mount) => mount.source.startsWith('/'))
      .map((mount) => bindRefusal(mount.source, allowedBinds))
      .filter((reason) => reason !== null)
      .map((reason) => `${template.service}: ${reason}`),
    ...template.ports.flatMap((port) => {
      try {
        parsePort(port);
        return [];
      } catch (error) {
        return [`${template.service}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  ]);
}

/** The services of this node from the operator's file. @throws TemplateError with all faults at once */
export async function loadTemplates(
  path: string,
  allowedBinds: readonly string[],
): Promise<readonly ServiceTemplate[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new TemplateError(path, [`cannot be read: ${error instanceof Error ? error.message : String(error)}`], {
      cause: error,
    });
  });
  const templates = parseTemplateFile(text, path);
  const faults = templateFaults(templates, allowedBinds);
  if (faults.length > 0) throw new TemplateError(path, faults);
  return templates;
}

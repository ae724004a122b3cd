import { z } from 'zod';
import { ServiceTemplate } from './service-template.ts';

function differ(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** All services of one node, as the operator wants them to run. */
export const TemplateFile = z.strictObject({
  services: z
    .array(ServiceTemplate)
    .min(1)
    .max(4)
    .refine((list) => differ(list.map((template) => template.service)), 'services must differ')
    .refine((list) => differ(list.map((template) => template.containerName)), 'containerNames must differ')
    .refine(
      (list) =>
        !list.some((template) => list.some((other) => other.containerName === `${template.containerName}.next`)),
      'a containerName must not be another one with .next, which is used during a swap',
    ),
});
export type TemplateFile = z.infer<typeof TemplateFile>;

/** A template file that cannot be used, with everything that is wrong in it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'docker/unsafe-template';
  /** One sentence per fault, each with its place. */
  readonly faults: readonly string[];

  constructor(source: string, faults: readonly string[], options?: ErrorOptions) {
    super([`the template ${source} cannot be used:`, ...faults.map((fault) => `  ${fault}`)].join('\n'), options);
    this.faults = faults;
  }
}

/** Reads the text of a template file; `source` names it in the error. @throws TemplateError with all faults at once */
export function parseTemplateFile(text: string, source: string): readonly ServiceTemplate[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TemplateError(source, [`not JSON: ${error instanceof Error ? error.message : String(error)}`], {
      cause: error,
    });
  }
  const parsed = TemplateFile.safeParse(json);
  if (parsed.success) return parsed.data.services;
  const faults = parsed.error.issues.map((issue) => {
    const place = issue.path.map(String).join('.');
    return place === '' ? issue.message : `${place}: ${issue.message}`;
  });
  throw new TemplateError(source, faults, { cause: parsed.error });
}

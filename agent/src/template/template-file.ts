import { z } from 'zod';
import { ServiceTemplate } from './service-template.ts';

function differ(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** All services of one node, as the operator wants them to run: what the template file holds. */
export const TemplateFile = z
  .array(ServiceTemplate)
  .min(1)
  .max(4)
  .refine((list) => differ(list.map((template) => template.service)), 'two templates have the same service')
  .refine((list) => differ(list.map((template) => template.containerName)), 'two templates have the same name')
  .refine(
    (list) => !list.some((template) => list.some((other) => other.containerName === `${template.containerName}.next`)),
    'a containerName must not be another one with .next, which is used during a swap',
  );
export type TemplateFile = z.infer<typeof TemplateFile>;

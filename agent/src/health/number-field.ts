import { z } from 'zod';

const Whole = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^(0x[0-9a-f]+|\d+)$/i)
    .transform(Number),
]);

/** A whole number at a dotted path of a JSON text, hex or decimal text included; null where there is none. */
export function numberField(body: string, path: string): number | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[part];
  }
  const number = Whole.safeParse(value);
  return number.success ? number.data : null;
}

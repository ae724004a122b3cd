import { readFileSync } from 'node:fs';
import { type z } from 'zod';

/** Takes what is wrong, so that all faults are told at once. */
export type Collect = (faults: readonly string[]) => void;

export function readText(option: string, path: string, collect: Collect): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    collect([`${option}: cannot read ${path} (${code})`]);
    return null;
  }
}

/** Undefined where there is none, or where something is wrong with it. */
export function readJsonFile<T extends z.ZodType>(
  option: string,
  path: string | undefined,
  schema: T,
  collect: Collect,
): z.infer<T> | undefined {
  if (path === undefined) return undefined;
  const text = readText(option, path, collect);
  return text === null ? undefined : parseJson(`${option}: ${path}`, text, schema, collect);
}

export function parseJson<T extends z.ZodType>(
  what: string,
  text: string,
  schema: T,
  collect: Collect,
): z.infer<T> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    collect([`${what}: is not JSON`]);
    return undefined;
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  collect(result.error.issues.map((issue) => `${what}: ${issue.path.join('.')}: ${issue.message}`));
  return undefined;
}

import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type z } from 'zod';

/** Writes JSON so that a reader sees the old file or the new one, never a part. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, path);
}

/** A file of the run is not what was written there. */
export class DamagedFileError extends Error {
  readonly code = 'run-folder/damaged';

  constructor(path: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${path} is damaged: begin anew with --reset (${why})`, { cause });
  }
}

/** Reads JSON through a schema; null where there is no file. */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.infer<T> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new DamagedFileError(path, error);
  }
}

import { type z } from 'zod';

/** Every option of a program: its schema with default and one sentence, under the name that it has in the file. */
export type Options = Readonly<Record<string, z.ZodType>>;
export type OptionValues<T extends Options> = { [K in keyof T]: z.output<T[K]> };

/** Where values come from, not looked at yet. */
export interface RawSources {
  /** The parsed settings file. */
  file: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
}

/** How options are named outside of the file. */
export interface OptionNaming {
  /** Such as `NODERR_HUB_`. */
  envPrefix: string;
  /** Variables under the prefix that are no options, such as the one that names the file. */
  otherVariables: readonly string[];
  /** For a command that wants a few options only; the others are not looked at. */
  ignoreUnknown?: boolean;
}

/** `listenPort` under `NODERR_HUB_` is `NODERR_HUB_LISTEN_PORT`. */
export function envNameOf(name: string, envPrefix: string): string {
  return envPrefix + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Reads every option, the environment before the file; collects all faults, unknown names included. */
export function parseOptions<T extends Options>(
  options: T,
  naming: OptionNaming,
  { file, env }: RawSources,
): { values: Partial<OptionValues<T>>; faults: string[] } {
  const faults = naming.ignoreUnknown === true ? [] : [...unknownNames(options, naming, { file, env })];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(options)) {
    const envName = envNameOf(name, naming.envPrefix);
    const fromEnv = env[envName];
    const raw = fromEnv ?? file[name];
    const result = schema.safeParse(raw);
    if (result.success) {
      values[name] = result.data;
      continue;
    }
    for (const issue of result.error.issues) {
      const path = [fromEnv === undefined ? name : envName, ...issue.path].join('.');
      faults.push(raw === undefined ? `${name} (${envName}): is required` : `${path}: ${issue.message}`);
    }
  }
  return { values: values as Partial<OptionValues<T>>, faults };
}

function* unknownNames(options: Options, naming: OptionNaming, { file, env }: RawSources): Generator<string> {
  for (const name of Object.keys(file)) if (!(name in options)) yield `${name}: is not an option`;
  const known = new Set(Object.keys(options).map((name) => envNameOf(name, naming.envPrefix)));
  for (const name of Object.keys(env)) {
    if (name.startsWith(naming.envPrefix) && !known.has(name) && !naming.otherVariables.includes(name)) {
      yield `${name}: is not an option`;
    }
  }
}

import { envNameOf, type Options } from './parse-options.ts';

/** What the docs say of one option. */
export interface OptionDoc {
  name: string;
  env: string;
  sentence: string;
  /** As in a settings file; undefined = none. */
  fallback: unknown;
  required: boolean;
}

/** What the docs and `.env.example` must say of each option; a test of each program compares them. */
export function optionDocs(options: Options, envPrefix: string): OptionDoc[] {
  return Object.entries(options).map(([name, schema]) => {
    const result = schema.safeParse(undefined);
    return {
      name,
      env: envNameOf(name, envPrefix),
      sentence: schema.description ?? '',
      fallback: result.success ? result.data : undefined,
      required: !result.success,
    };
  });
}

/** The options as a table in Markdown. */
export function settingsTable(docs: readonly OptionDoc[]): string {
  const rows = docs.map(({ name, env, sentence, fallback, required }) => {
    const text = fallback === undefined ? '' : textOf(fallback);
    const shown = required ? '**required**' : text === '' ? '–' : `\`${text}\``;
    return `| \`${name}\` | \`${env}\` | ${shown} | ${sentence} |`;
  });
  return ['| option | environment | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** The options as an example of an environment file; what has a default is commented out. */
export function envExample(docs: readonly OptionDoc[]): string {
  return docs
    .map(({ env, sentence, fallback, required }) => {
      const note = required ? ' Required.' : '';
      return `# ${sentence}${note}\n${required ? '' : '# '}${env}=${fallback === undefined ? '' : textOf(fallback)}\n`;
    })
    .join('\n');
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** Progress goes to stderr, the result to stdout, so that `--json` can be piped. */
export interface Output {
  readonly json: boolean;
  note(text: string): void;
  /** Once, at the end. */
  result(value: object, text: string): void;
}

export interface Streams {
  stdout(text: string): void;
  stderr(text: string): void;
}

export function createOutput(streams: Streams, json: boolean): Output {
  return {
    json,
    note(text) {
      streams.stderr(`${text}\n`);
    },
    result(value, text) {
      streams.stdout(json ? `${JSON.stringify(value, plain, 2)}\n` : `${text}\n`);
    },
  };
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

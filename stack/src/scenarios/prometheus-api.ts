import { z } from 'zod';

const Sample = z.tuple([z.number(), z.string()]);
const Answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: Sample.optional(),
        values: z.array(Sample).optional(),
      }),
    ),
  }),
});

const TIMEOUT_MS = 30_000;

/** One series of an answer: its labels, and its samples as [epoch seconds, value], oldest first. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  samples: readonly (readonly [number, number])[];
}

/** Asks Prometheus; a range selector such as `up[5m]` gives every stored sample. */
export async function queryPrometheus(url: string, query: string): Promise<Series[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`Prometheus answered ${response.status}: ${await response.text()}`);
  const { data } = Answer.parse(await response.json());
  return data.result.map(({ metric, value, values }) => ({
    labels: metric,
    samples: (values ?? (value === undefined ? [] : [value])).map(([at, text]) => [at, Number(text)] as const),
  }));
}

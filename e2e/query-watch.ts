import { type Page, type Request, type Response } from '@playwright/test';
import { z } from 'zod';

/** Where panels and Explore ask: one way in 12.3, and those that 13 can be switched to. */
const QUERY = /\/api\/ds\/query|\/apis\/[^/]*(query|datasource)\.grafana\.app\/.*\/query/;

const Frame = z.object({
  schema: z.object({ fields: z.array(z.object({ name: z.string() })).default([]) }).optional(),
  data: z.object({ values: z.array(z.array(z.unknown())).default([]) }).optional(),
});
const Results = z.object({
  results: z.record(z.string(), z.object({ error: z.string().optional(), frames: z.array(Frame).nullish() })),
});

/** What Grafana answered to the queries of one panel. */
export interface QueryAnswer {
  /** The panel's id; null for annotations and Explore. */
  panel: number | null;
  errors: readonly string[];
  /** How many rows its frames hold. */
  rows: number;
  /** The log lines among them. */
  lines: readonly string[];
}

/** The queries that a page asks from now on. */
export interface QueryWatch {
  answers(): readonly QueryAnswer[];
  /** Of these panels, those without an answer yet. */
  unanswered(panels: readonly number[]): number[];
  stop(): void;
}

export function watchQueries(page: Page): QueryWatch {
  const answers: QueryAnswer[] = [];
  const onResponse = (response: Response): void => {
    if (!QUERY.test(response.url())) return;
    void answerOf(response).then((answer) => answers.push(answer));
  };
  const onFailure = (request: Request): void => {
    const reason = request.failure()?.errorText ?? 'failed';
    // A page that asks anew takes back what it asked before.
    if (!QUERY.test(request.url()) || reason.includes('ABORTED')) return;
    answers.push({ panel: panelOf(request), errors: [reason], rows: 0, lines: [] });
  };
  page.on('response', onResponse);
  page.on('requestfailed', onFailure);
  return {
    answers: () => answers,
    unanswered(panels) {
      const answered = new Set(answers.map(({ panel }) => panel));
      return panels.filter((id) => !answered.has(id));
    },
    stop() {
      page.off('response', onResponse);
      page.off('requestfailed', onFailure);
    },
  };
}

async function answerOf(response: Response): Promise<QueryAnswer> {
  const panel = panelOf(response.request());
  const body = Results.safeParse(await response.json().catch(() => null));
  if (!body.success) return { panel, errors: [`answered ${response.status()}`], rows: 0, lines: [] };
  const results = Object.values(body.data.results);
  const frames = results.flatMap((result) => result.frames ?? []);
  const errors = results.flatMap(({ error }) => error ?? []);
  return {
    panel,
    errors: errors.length === 0 && !response.ok() ? [`answered ${response.status()}`] : errors,
    rows: frames.reduce((sum, frame) => sum + (frame.data?.values[0]?.length ?? 0), 0),
    lines: frames.flatMap(linesOf),
  };
}

function linesOf(frame: z.infer<typeof Frame>): string[] {
  const column = frame.schema?.fields.findIndex(({ name }) => name === 'Line' || name === 'body') ?? -1;
  return (frame.data?.values[column] ?? []).filter((value) => typeof value === 'string');
}

function panelOf(request: Request): number | null {
  const id = Number(request.headers()['x-panel-id'] ?? Number.NaN);
  return id > 0 ? id : null;
}

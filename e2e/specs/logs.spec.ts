import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser as logql } from '@grafana/lezer-logql';
import { testIds } from '@noderr/grafana-plugin/test-ids';
import { NodeList } from '@noderr/protocol';
import { z } from 'zod';
import { NO_GRAFANA, sourceAnswers, SOURCES } from '../grafana-sources.ts';
import { expect, onGrafana, test, type User } from '../pages.ts';
import { watchQueries } from '../query-watch.ts';
import { withDatasources } from '../with-datasources.ts';

const PROVISIONED = join(import.meta.dirname, '../../provisioning/grafana/datasources/noderr.yml');
const FIRST_LINES_MS = 120_000;

const Datasource = z.object({ type: z.string(), uid: z.string() });
const Pane = z.object({
  datasource: z.string(),
  queries: z.tuple([z.object({ refId: z.string(), datasource: Datasource, expr: z.string() })]),
  range: z.object({ from: z.string(), to: z.string() }),
});
const Panes = z.record(z.string(), Pane);

async function openNode(admin: User): Promise<{ nodeId: string; href: URL }> {
  await withDatasources(admin);
  const { nodes } = NodeList.parse((await admin.send('GET', '/nodes')).body);
  const nodeId = nodes[0]?.nodeId ?? '';
  await admin.open(`/nodes/${nodeId}`);
  const href = await admin.page.getByTestId(testIds.nodeLogs).getAttribute('href');
  return { nodeId, href: new URL(href ?? '', admin.page.url()) };
}

test("a node's page leads to its logs: a whole address of Explore", async ({ admin }) => {
  const { nodeId, href } = await openNode(admin);
  expect(href.pathname).toMatch(/\/explore$/);
  expect(Object.fromEntries(href.searchParams)).toMatchObject({ schemaVersion: '1', orgId: '1' });

  const panes = Object.values(Panes.parse(JSON.parse(href.searchParams.get('panes') ?? '')));
  expect(panes).toHaveLength(1);
  const [pane] = panes;
  const query = pane?.queries[0];
  expect(pane?.datasource).toBe(SOURCES.loki);
  expect(query?.datasource).toEqual({ type: 'loki', uid: SOURCES.loki });
  expect(readFileSync(PROVISIONED, 'utf8')).toMatch(new RegExp(`uid: ${SOURCES.loki}\\n\\s+type: loki$`, 'm'));

  const expr = query?.expr ?? '';
  const matchers: string[] = [];
  logql.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`no LogQL at ${from}: ${expr}`);
      if (type.name === 'Matcher') matchers.push(expr.slice(from, to));
    },
  });
  expect(matchers).toEqual([`node_id="${nodeId}"`]);
});

test("the link to a node's logs opens Explore with lines of that node", async ({ admin }) => {
  test.skip(!onGrafana, NO_GRAFANA);
  test.skip(!(await sourceAnswers(admin.page.request, SOURCES.loki)), 'no Loki answers this Grafana');
  test.setTimeout(FIRST_LINES_MS + 120_000);
  const explore = admin.page.getByTestId('data-testid Explore');
  await expect(async () => {
    await openNode(admin);
    const watch = watchQueries(admin.page);
    await admin.page.getByTestId(testIds.nodeLogs).click();
    await admin.page.waitForURL(/\/explore/);
    await expect.poll(() => watch.answers().some(({ lines }) => lines.length > 0)).toBe(true);
    watch.stop();
    expect(watch.answers().flatMap(({ errors }) => errors)).toEqual([]);
    const wanted = watch.answers().flatMap(({ lines }) => lines.flatMap(readableOf));
    await expect
      .poll(async () => {
        const shown = squeezed(await explore.first().innerText());
        return wanted.some((text) => shown.includes(text));
      })
      .toBe(true);
  }).toPass({ timeout: FIRST_LINES_MS, intervals: [5_000] });
});

/** What can be read of a line: all of it, or, where a Grafana shows the message of a JSON line alone, that. */
function readableOf(line: string): string[] {
  const message = /"(?:msg|message)":"([^"\\]{4,})"/.exec(line)?.[1];
  return [line.slice(0, 40), ...(message === undefined ? [] : [message])].map(squeezed);
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

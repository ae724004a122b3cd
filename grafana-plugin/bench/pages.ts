/**
 * `npm run bench:pages`: how long the pages take with 1 000 nodes, in Chromium on the workbench. First useful content
 * counts from the request of `module.js`, as when somebody opens the app inside a running Grafana; a refresh counts
 * from the request whose answer is new until the page has painted it.
 */
import { parseArgs } from 'node:util';
import { type Page } from 'playwright';
import { testIds } from '../src/test-ids.ts';
import { APP, type PageLab, startPageLab } from '../test/page-lab.ts';
import { summaryOf, type Summary } from './summary.ts';
import { clockPaint, paintAfter, sinceNavigation, sinceRequest } from './page-clock.ts';

interface Subject {
  name: string;
  path: string;
  /** The address whose answer the page waits for. */
  request: string;
  /** What shows that the data is there, and changes with it. */
  selector: string;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'home', path: APP, request: '/hub/tiers', selector: byId(testIds.tierCounts('ORACLE')) },
  { name: 'nodes', path: `${APP}/nodes`, request: '/hub/nodes', selector: byId(testIds.nodeFilter('place')) },
];

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);

const lab = await startPageLab({ scenario: 'running' });
try {
  const shell = await firstContents(lab, { path: '/d/elsewhere', selector: 'main' });
  const rows = [];
  for (const subject of SUBJECTS) {
    const first = await firstContents(lab, subject);
    rows.push({
      name: subject.name,
      fromModule: summaryOf(first.map((one) => one.fromModule)),
      fromNavigation: summaryOf(first.map((one) => one.fromNavigation)),
      refresh: summaryOf(await refreshes(lab, subject)),
    });
  }
  const bare = summaryOf(shell.map((one) => one.fromNavigation));
  if (values.json) console.log(JSON.stringify({ runs, nodes: 1000, bareShell: bare, pages: rows }));
  else print(bare, rows);
} finally {
  await lab.close();
}

function byId(id: string): string {
  return `[data-testid="${id}"]`;
}

/** Each in a context of its own, so that nothing is cached; milliseconds. */
async function firstContents(
  from: PageLab,
  { path, selector }: Pick<Subject, 'path' | 'selector'>,
): Promise<{ fromModule: number; fromNavigation: number }[]> {
  const found = [];
  for (let run = 0; run < runs; run++) {
    const context = await from.newContext();
    const page = await context.newPage();
    await clockPaint(page, selector);
    await page.goto(`${from.workbench.url}${path}`);
    found.push(await sinceNavigation(page));
    await context.close();
  }
  return found;
}

/** The fleet changes as a whole, back and forth; milliseconds. */
async function refreshes(from: PageLab, subject: Subject): Promise<number[]> {
  const page = await (await from.newContext()).newPage();
  from.hub.show('running');
  await page.goto(`${from.workbench.url}${subject.path}`);
  await page.locator(subject.selector).waitFor();
  const found: number[] = [];
  for (let run = 0; run < runs; run++) {
    found.push(
      await oneRefresh(page, subject, () => {
        from.hub.show(run % 2 === 0 ? 'guard' : 'running');
      }),
    );
  }
  await page.context().close();
  return found;
}

async function oneRefresh(page: Page, { selector, request }: Subject, change: () => void): Promise<number> {
  const before = await page.locator(selector).innerText();
  const painted = paintAfter(page, selector, before);
  change();
  return sinceRequest(page, request, await painted);
}

function print(
  bare: Summary,
  rows: { name: string; fromModule: Summary; fromNavigation: Summary; refresh: Summary }[],
): void {
  const cell = ({ p50, p95 }: Summary): string => `${Math.round(p50)} / ${Math.round(p95)}`.padStart(16);
  console.log(`${runs} runs each, 1 000 nodes; p50 / p95 in milliseconds`);
  console.log(
    `${'page'.padEnd(10)}${'first content'.padStart(16)}${'refresh'.padStart(16)}${'with the shell'.padStart(16)}`,
  );
  for (const row of rows) {
    console.log(`${row.name.padEnd(10)}${cell(row.fromModule)}${cell(row.refresh)}${cell(row.fromNavigation)}`);
  }
  console.log(`${'no page'.padEnd(10)}${''.padStart(32)}${cell(bare)}`);
  console.log('goals: first content < 1 000, refresh < 200');
}

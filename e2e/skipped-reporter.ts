import { type Reporter, type TestCase, type TestResult } from '@playwright/test/reporter';

/** Names each skipped spec with its reason, after the run: nothing is left out in silence. */
export default class SkippedReporter implements Reporter {
  readonly #skipped: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== 'skipped') return;
    const reasons = [...test.annotations, ...result.annotations]
      .filter(({ type }) => type === 'skip')
      .flatMap(({ description }) => description ?? []);
    this.#skipped.push(`skipped: ${test.title} — ${reasons[0] ?? 'an earlier step of its story failed'}`);
  }

  onEnd(): void {
    for (const line of this.#skipped) console.log(line);
  }

  printsToStdio(): boolean {
    return false;
  }
}

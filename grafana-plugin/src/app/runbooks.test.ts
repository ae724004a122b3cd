import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runbookHref } from './runbooks.ts';

const pages = readdirSync(new URL('../../../docs/runbooks', import.meta.url));

describe('the link to a runbook', () => {
  it.each(pages)('leads to %s, which the plugin brings along', (page) => {
    expect(runbookHref(page.replace(/\.md$/, ''))).toBe(`/public/plugins/noderr-hub-app/runbooks/${page}`);
  });

  it('is not there for an alert of somebody else', () => {
    expect(runbookHref('TheirOwnAlert')).toBeNull();
    expect(runbookHref('../../../../etc/passwd')).toBeNull();
  });
});

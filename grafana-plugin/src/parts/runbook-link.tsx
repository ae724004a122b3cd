import { Icon, useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { runbookHref } from '../app/runbooks.ts';
import { appSubUrl } from '../runtime.ts';
import { alertStrings } from '../strings/alerts.ts';
import { linkStyles } from './link-styles.ts';

/** What to do about an alert; nothing where there is no runbook. */
export function RunbookLink({ alert }: { alert: string }): ReactElement | null {
  const links = useStyles2(linkStyles);
  const href = runbookHref(alert);
  if (href === null) return null;
  return (
    <>
      {' '}
      <a
        href={`${appSubUrl()}${href}`}
        target="_blank"
        rel="noreferrer"
        aria-label={alertStrings.runbookOf(alert)}
        className={links.link}
      >
        {alertStrings.runbook} <Icon name="external-link-alt" size="sm" aria-hidden />
      </a>
    </>
  );
}

import { type PluginPageProps } from '@grafana/runtime';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { boot } from './boot-data.ts';

/** Stands where Grafana's own page frame is: breadcrumb, title, subtitle, actions. */
export function WorkbenchPage({ pageNav, subTitle, actions, children }: PluginPageProps): ReactElement {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const own = boot.includes.find((entry) => entry.path === pathname.replace(/\/$/, ''));
  const parent = pageNav?.parentItem;
  return (
    <main className={styles.page}>
      {parent?.url && (
        <nav aria-label="Breadcrumbs" className={styles.crumbs}>
          <Link to={parent.url}>{parent.text}</Link> / {pageNav?.text}
        </nav>
      )}
      <header className={styles.header}>
        <div>
          <h1 className={styles.title}>{pageNav?.text ?? own?.name ?? 'Noderr Hub'}</h1>
          {subTitle !== undefined && <div className={styles.subTitle}>{subTitle}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    page: css({
      padding: theme.spacing(2, 3),
      flex: 1,
      minWidth: 0,
      [theme.breakpoints.down('sm')]: { padding: theme.spacing(1.5) },
    }),
    crumbs: css({
      color: theme.colors.text.secondary,
      marginBottom: theme.spacing(1),
      a: { color: theme.colors.text.link },
    }),
    header: css({
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(2),
    }),
    title: css({ ...theme.typography.h2, margin: 0 }),
    subTitle: css({ color: theme.colors.text.secondary }),
    actions: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'center' }),
  };
}

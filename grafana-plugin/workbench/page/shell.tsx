import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type ReactElement, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { boot, permissions, role, theme as chosenTheme } from './boot-data.ts';

const options = <T extends string>(values: readonly T[]): { label: T; value: T }[] =>
  values.map((value) => ({ label: value, value }));

/** Role and theme belong to the page's boot data: changing one loads the page anew, as Grafana does. */
function choose(key: string, value: string): void {
  window.sessionStorage.setItem(`workbench.${key}`, value);
  if (key === 'role') window.sessionStorage.removeItem('workbench.login');
  const url = new URL(window.location.href);
  url.searchParams.delete(key);
  window.location.href = url.toString();
  window.location.reload();
}

export function Shell({ children }: { children: ReactNode }): ReactElement {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const visible = boot.includes.filter(
    (entry) =>
      entry.addToNav &&
      (entry.action === undefined || permissions[entry.action] === true) &&
      (entry.role !== 'Admin' || role === 'Admin'),
  );
  return (
    <div className={styles.shell}>
      <div className={styles.bar}>
        <strong>Noderr Hub workbench</strong>
        <span className={styles.note}>the built plugin without Grafana · hub {boot.hubUrl}</span>
        <span className={styles.switches}>
          <RadioButtonGroup
            size="sm"
            aria-label="Role"
            options={options(['Admin', 'Editor', 'Viewer'])}
            value={role}
            onChange={(value) => {
              choose('role', value);
            }}
          />
          <RadioButtonGroup
            size="sm"
            aria-label="Theme"
            options={options(['dark', 'light'])}
            value={chosenTheme}
            onChange={(value) => {
              choose('theme', value);
            }}
          />
        </span>
      </div>
      <div className={styles.body}>
        <nav className={styles.nav} aria-label="Noderr Hub">
          {visible.map((entry) => (
            <Link
              key={entry.path}
              to={entry.path}
              className={cx(styles.link, pathname === entry.path && styles.active)}
              aria-current={pathname === entry.path ? 'page' : undefined}
            >
              {entry.name}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    shell: css({
      minHeight: '100vh',
      display: 'flex',
      flexDirection: 'column',
      background: theme.colors.background.canvas,
    }),
    bar: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(0.75, 2),
      background: theme.colors.background.primary,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    }),
    note: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      overflowWrap: 'anywhere',
    }),
    switches: css({ marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
    body: css({ display: 'flex', flex: 1, minWidth: 0, [theme.breakpoints.down('md')]: { flexDirection: 'column' } }),
    nav: css({
      width: 210,
      flexShrink: 0,
      display: 'flex',
      flexDirection: 'column',
      padding: theme.spacing(1.5, 1),
      gap: theme.spacing(0.25),
      borderRight: `1px solid ${theme.colors.border.weak}`,
      [theme.breakpoints.down('md')]: {
        width: '100%',
        flexDirection: 'row',
        overflowX: 'auto',
        borderRight: 'none',
        borderBottom: `1px solid ${theme.colors.border.weak}`,
        padding: theme.spacing(0.5, 1),
      },
    }),
    link: css({
      padding: theme.spacing(0.75, 1.5),
      borderRadius: theme.shape.radius.default,
      color: theme.colors.text.primary,
      whiteSpace: 'nowrap',
      '&:hover': { background: theme.colors.action.hover },
    }),
    active: css({ background: theme.colors.action.selected }),
  };
}

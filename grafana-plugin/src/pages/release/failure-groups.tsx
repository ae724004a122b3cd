import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type FailureCode, isReleaseFault, type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { formatCount } from '../../format/number.ts';
import { linkStyles } from '../../parts/link-styles.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { releaseStrings } from '../../strings/release.ts';
import { testIds } from '../../test-ids.ts';

interface FailureGroupsProps {
  detail: ReleaseDetail;
  onCode: (code: FailureCode) => void;
}

const words = releaseStrings.failures;
const NAMED = 4;

/** Why nodes did not take it, the most frequent reason first. */
export function FailureGroups({ detail, onCode }: FailureGroupsProps): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const names = new Map(detail.nodes.map(({ nodeId, name }) => [nodeId, name]));
  return (
    <ul className={styles.list} data-testid={testIds.releaseFailures}>
      {detail.failures.map(({ code, nodes }) => (
        <li key={code} className={styles.group}>
          <button
            type="button"
            className={cx(links.button, styles.code)}
            onClick={() => {
              onCode(code);
            }}
          >
            <code>{code}</code>
          </button>
          <strong className={styles.count}>{words.count(formatCount(nodes.length), nodes.length)}</strong>
          {isReleaseFault(code) ? (
            <StateMark tone="bad" icon="exclamation-circle" word={words.release} meaning={words.releaseMeaning} />
          ) : (
            <StateMark tone="calm" icon="cloud" word={words.environment} meaning={words.environmentMeaning} />
          )}
          <span className={styles.nodes}>
            {nodes.slice(0, NAMED).map((nodeId) => (
              <Link key={nodeId} to={paths.node(nodeId)} title={nodeId} className={styles.link}>
                {names.get(nodeId) ?? shortId(nodeId)}
              </Link>
            ))}
            {nodes.length > NAMED && (
              <button
                type="button"
                className={links.button}
                onClick={() => {
                  onCode(code);
                }}
              >
                {words.all(formatCount(nodes.length))}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    list: css({ listStyle: 'none', margin: 0, border: `1px solid ${theme.colors.border.weak}` }),
    group: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 2),
      padding: theme.spacing(1, 1.5),
      '& + &': { borderTop: `1px solid ${theme.colors.border.weak}` },
    }),
    code: css({ code: { color: 'inherit', background: 'transparent', border: 'none', padding: 0 } }),
    count: css({ fontVariantNumeric: 'tabular-nums' }),
    nodes: css({ display: 'inline-flex', flexWrap: 'wrap', gap: theme.spacing(0, 1.5), marginLeft: 'auto' }),
    link: css({ color: theme.colors.text.secondary, '&:hover': { textDecoration: 'underline' } }),
  };
}

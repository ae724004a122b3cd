import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { type Component, ociDigest } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { controlStrings } from '../../strings/controls.ts';
import { releaseStrings } from '../../strings/release.ts';
import { testIds } from '../../test-ids.ts';

const words = releaseStrings.components;

/** The images, whole digests, ready to be pasted into another tool. */
export function ComponentsTable({ components }: { components: readonly Component[] }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.releaseComponents}>
        <thead>
          <tr>
            <ColumnHeads names={Object.values(words.columns)} />
          </tr>
        </thead>
        <tbody>
          {components.map(({ service, repository, digest }) => (
            <tr key={service}>
              <td>{service}</td>
              <td>
                <code className={styles.code}>{repository}</code>
              </td>
              <td>
                <span className={styles.digest}>
                  <code className={styles.code}>{ociDigest(digest)}</code>
                  <ClipboardButton
                    icon="copy"
                    size="sm"
                    variant="secondary"
                    fill="text"
                    aria-label={controlStrings.copy(`${words.reference}: ${service}`)}
                    tooltip={controlStrings.copy(words.reference)}
                    getText={() => `${repository}@${ociDigest(digest)}`}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    digest: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    code: css({ background: 'transparent', border: 'none', padding: 0, color: 'inherit' }),
  };
}

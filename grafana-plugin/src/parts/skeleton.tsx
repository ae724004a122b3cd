import { css, keyframes } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { controlStrings } from '../strings/controls.ts';
import { testIds } from '../test-ids.ts';

/** Grey blocks of the heights that the data will have, so that nothing jumps when it comes. */
export function Skeleton({ heights }: { heights: readonly number[] }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-busy="true" aria-label={controlStrings.loading} data-testid={testIds.loading}>
      {heights.map((height, index) => (
        <div key={index} className={styles.block} style={{ height }} />
      ))}
    </div>
  );
}

const pulse = keyframes({ '0%, 100%': { opacity: 1 }, '50%': { opacity: 0.5 } });

function getStyles(theme: GrafanaTheme2) {
  return {
    block: css({
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
      marginBottom: theme.spacing(2),
      [theme.transitions.handleMotion('no-preference')]: { animation: `${pulse} 1.6s ease-in-out infinite` },
    }),
  };
}

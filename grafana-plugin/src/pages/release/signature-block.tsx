import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { formatCount } from '../../format/number.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { releaseStrings } from '../../strings/release.ts';
import { testIds } from '../../test-ids.ts';
import { signatureCounts } from './signature-counts.ts';

const words = releaseStrings.signatures;

/** Who checked the signatures and with what result: nodes do, the hub does not. */
export function SignatureBlock({ detail }: { detail: ReleaseDetail }): ReactElement {
  const styles = useStyles2(getStyles);
  const { accepted, refused } = signatureCounts(detail);
  const trust = detail.changes.at(-1)?.directive.trust;
  return (
    <div className={styles.block} data-testid={testIds.releaseSignatures}>
      <div className={styles.counts}>
        {accepted > 0 && <StateMark tone="good" icon="shield" word={words.accepted(formatCount(accepted), accepted)} />}
        {refused > 0 && (
          <StateMark tone="bad" icon="exclamation-triangle" word={words.refused(formatCount(refused), refused)} />
        )}
        {accepted + refused === 0 && <span>{words.none}</span>}
        {trust && trust.version > 0 && (
          <span className={styles.trust}>
            {words.trust(trust.version)} <Identifier id={trust.digest} what={words.trustDigest} />
          </span>
        )}
      </div>
      <p className={styles.how}>{words.how}</p>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    block: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
    counts: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 3) }),
    trust: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    how: css({ margin: 0, maxWidth: 900, color: theme.colors.text.secondary }),
  };
}

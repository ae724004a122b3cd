import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { cohortCount, type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatSpan } from '../../format/duration.ts';
import { formatBps } from '../../format/number.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { linkStyles } from '../../parts/link-styles.ts';
import { Moment } from '../../parts/moment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { STATUS_TONES } from '../../parts/tone.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { releaseStrings } from '../../strings/release.ts';
import { statusWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';

const words = releaseStrings.facts;

/** What the release is. */
export function ReleaseFacts({ detail }: { detail: ReleaseDetail }): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const { release } = detail;
  const { plan } = release;
  return (
    <dl className={styles.facts}>
      <Fact name={words.status}>
        <ReleaseState detail={detail} />
      </Fact>
      <Fact name={words.id}>
        <VersionMark version={release.version} />{' '}
        <span className={styles.quiet}>{releaseStrings.release(release.id)}</span>
      </Fact>
      <Fact name={words.published}>
        <Moment at={release.publishedAt * 1000} block />
      </Fact>
      <Fact name={words.publisher}>
        <Identifier id={release.publisher} what={releaseStrings.publisherId} />
      </Fact>
      <Fact name={words.plan}>
        {releaseStrings.plan(
          cohortCount(plan),
          formatBps(plan.canaryBps),
          formatBps(plan.cohortBps),
          // A number and its unit stay on one line.
          formatSpan(plan.cohortDelay).replaceAll(' ', '\u00a0'),
          plan.gated,
        )}
      </Fact>
      <Fact name={words.data}>{releaseStrings.dataWords[detail.data]}</Fact>
      <Fact name={words.stone}>
        {release.minFrom === 0 ? (
          releaseStrings.noStone
        ) : (
          <Link to={paths.release(release.tier, release.minFrom)} className={links.link}>
            {releaseStrings.stone(String(release.minFrom))}
          </Link>
        )}
      </Fact>
      <Fact name={words.notes}>
        {/^https?:\/\//.test(release.notesUri) ? (
          <a href={release.notesUri} target="_blank" rel="noreferrer" className={links.link}>
            {releaseStrings.notesLink} <Icon name="external-link-alt" size="sm" aria-hidden />
          </a>
        ) : (
          <span className={styles.quiet}>{release.notesUri || releaseStrings.noNotes}</span>
        )}
      </Fact>
      <Fact name={words.content}>
        <Identifier id={release.contentHash} what={releaseStrings.contentHash} />
      </Fact>
    </dl>
  );
}

function ReleaseState({ detail }: { detail: ReleaseDetail }): ReactElement {
  const { release, rollout } = detail;
  if (release.revoked) {
    return (
      <StateMark
        tone="bad"
        icon="ban"
        word={releaseStrings.revoked}
        meaning={releaseStrings.revokedMeaning}
        strong
        testId={testIds.releaseStatus}
      />
    );
  }
  if (!rollout) {
    return <StateMark tone="calm" icon="circle" word={releaseStrings.past} testId={testIds.releaseStatus} />;
  }
  return (
    <StateMark
      {...STATUS_TONES[rollout.status]}
      word={statusWords[rollout.status]}
      strong
      testId={testIds.releaseStatus}
    />
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    facts: css({
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))',
      gap: theme.spacing(1, 3),
      margin: 0,
    }),
    fact: css({ display: 'flex', gap: theme.spacing(1.5), minHeight: 24, alignItems: 'baseline' }),
    name: css({
      width: 100,
      flexShrink: 0,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
    }),
    value: css({ margin: 0, minWidth: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
    quiet: css({ color: theme.colors.text.secondary }),
  };
}

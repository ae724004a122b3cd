import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type NodeDetail } from '@noderr/protocol';
import { type ReactElement, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatMs } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { linkStyles } from '../../parts/link-styles.ts';
import { Moment } from '../../parts/moment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { absentStrings } from '../../strings/absent.ts';
import { momentStrings } from '../../strings/moments.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { telemetryStrings } from '../../strings/telemetry.ts';
import { type TelemetryLine, telemetryLines } from './telemetry-lines.ts';

const TELEMETRY_ICONS: Readonly<Record<TelemetryLine['tone'], IconName>> = {
  good: 'check-circle',
  calm: 'clock-nine',
  warn: 'exclamation-triangle',
};

/** What else is known of a node, for those who debug it. */
export function NodeFacts({ node }: { node: NodeDetail }): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  return (
    <dl className={styles.facts}>
      <Fact name={nodesStrings.columns.name}>
        <Identifier id={node.nodeId} what={nodesStrings.nodeId} />
      </Fact>
      <Fact name={nodesStrings.tier}>
        {node.tier}
        {node.cohort !== null && ` · ${cohortName(node.cohort)}`}
      </Fact>
      <Fact name={nodesStrings.services}>
        {node.services.length === 0
          ? absentStrings.none
          : node.services.map((service) => (
              <div key={service.service}>
                <StateMark
                  tone={service.healthy ? 'good' : 'bad'}
                  icon={service.healthy ? 'heart' : 'heart-break'}
                  word={service.code === null ? service.service : `${service.service}: ${service.code}`}
                />
              </div>
            ))}
      </Fact>
      <Fact name={nodesStrings.heard}>
        {node.lastHeartbeatAt === null ? momentStrings.never : <Moment at={node.lastHeartbeatAt} />}
      </Fact>
      <Fact name={nodesStrings.chain}>
        {node.chainSeq === null || node.chainHeight === null
          ? nodesStrings.chainUnseen
          : nodesStrings.chainSeen(node.chainSeq, formatCount(node.chainHeight))}
      </Fact>
      <Fact name={nodesStrings.clock}>
        {node.clockOffsetMs < 0 ? '−' : '+'}
        {formatMs(Math.abs(node.clockOffsetMs))}
      </Fact>
      <Fact name={telemetryStrings.name}>
        {telemetryLines(node).map(({ tone, word }) => (
          <div key={word}>
            <StateMark tone={tone} icon={TELEMETRY_ICONS[tone]} word={word} />
          </div>
        ))}
      </Fact>
      <Fact name={nodesStrings.kept}>
        {node.kept.length === 0
          ? nodesStrings.nothingKept
          : node.kept.map((id, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link to={paths.release(node.tier, id)} className={links.link}>
                  {nodesStrings.releaseId(id)}
                </Link>
              </span>
            ))}
      </Fact>
      <Fact name={nodesStrings.agent}>
        {node.agentVersion ?? absentStrings.unknown}
        {node.runtime && ` · ${nodesStrings.runtime[node.runtime]}`}
      </Fact>
      <Fact name={nodesStrings.enrolled}>
        <Moment at={node.enrolledAt} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    facts: css({
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))',
      gap: theme.spacing(2, 3),
      margin: 0,
      padding: theme.spacing(0, 2),
    }),
    name: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    }),
    value: css({ margin: 0, fontVariantNumeric: 'tabular-nums' }),
  };
}

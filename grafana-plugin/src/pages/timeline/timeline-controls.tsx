import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, ClipboardButton, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type Tier, TIERS } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { type TimeSpan } from '../../charts/timeline/time-span.ts';
import { formatExact } from '../../format/moment.ts';
import { controlStrings } from '../../strings/controls.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { RangeSwitch } from './range-switch.tsx';
import { type TimelineRange } from './timeline-range.ts';

interface TimelineControlsProps {
  range: TimelineRange;
  tier: Tier | null;
  asTable: boolean;
  /** What a copied link names. */
  linkSpan: () => TimeSpan;
  onChange: (next: { range?: TimelineRange; tier?: Tier | null; asTable?: boolean }) => void;
}

export function TimelineControls({ range, tier, asTable, linkSpan, onChange }: TimelineControlsProps): ReactElement {
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  return (
    <div className={styles.controls}>
      <RangeSwitch
        range={range}
        onChange={(next) => {
          onChange({ range: next });
        }}
      />
      {range.kind === 'fixed' && (
        <span className={styles.fixed}>
          {timelineStrings.fixed(formatExact(range.from, timezone), formatExact(range.to, timezone))}
        </span>
      )}
      <RadioButtonGroup<Tier | 'every'>
        size="sm"
        aria-label={timelineStrings.tier}
        value={tier ?? 'every'}
        options={[
          { label: timelineStrings.allTiers, value: 'every' },
          ...TIERS.map((one) => ({ label: one, value: one })),
        ]}
        onChange={(value) => {
          onChange({ tier: value === 'every' ? null : value });
        }}
      />
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon={asTable ? 'chart-line' : 'table'}
        onClick={() => {
          onChange({ asTable: !asTable });
        }}
      >
        {asTable ? controlStrings.showAsChart : controlStrings.showAsTable}
      </Button>
      <ClipboardButton
        size="sm"
        variant="secondary"
        fill="text"
        icon="link"
        tooltip={timelineStrings.linkHint}
        getText={() => linkTo(linkSpan(), tier)}
      >
        {timelineStrings.copyLink}
      </ClipboardButton>
    </div>
  );
}

function linkTo({ from, to }: TimeSpan, tier: Tier | null): string {
  const url = new URL(window.location.href);
  url.search = new URLSearchParams({
    from: String(from),
    to: String(to),
    ...(tier !== null && { tier }),
  }).toString();
  return url.toString();
}

function getStyles(theme: GrafanaTheme2) {
  return {
    controls: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      marginBottom: theme.spacing(2),
    }),
    fixed: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, InlineSwitch, useStyles2 } from '@grafana/ui';
import { type TimelineMark } from '@noderr/protocol';
import { type ReactElement, useState } from 'react';
import { isChange } from '../../charts/timeline/mark-groups.ts';
import { formatCount } from '../../format/number.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { testIds } from '../../test-ids.ts';
import { MarkSource } from './mark-source.tsx';
import { MarkWord } from './mark-word.tsx';

const words = timelineStrings.columns;
const STEP = 100;

/** The same as the chart, in rows, newest first. */
export function TimelineTable({ marks }: { marks: readonly TimelineMark[] }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const [outcomes, setOutcomes] = useState(false);
  const [shown, setShown] = useState(STEP);
  const rows = marks.filter((mark) => outcomes || isChange(mark)).toReversed();
  return (
    <>
      <InlineSwitch
        label={timelineStrings.includeOutcomes}
        showLabel
        transparent
        value={outcomes}
        onChange={(event) => {
          setOutcomes(event.currentTarget.checked);
          setShown(STEP);
        }}
      />
      <div className={table.scroll}>
        <table className={table.table} data-testid={testIds.timelineTable}>
          <thead>
            <tr>
              <ColumnHeads names={Object.values(words)} />
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((mark) => (
              <tr key={`${mark.tier} ${mark.at} ${mark.transaction ?? mark.nodeId ?? mark.kind}`}>
                <td>
                  <Moment at={mark.at} block={isChange(mark)} />
                </td>
                <td>{mark.tier}</td>
                <td>
                  <MarkWord mark={mark} />
                </td>
                <td className={styles.text}>{mark.text}</td>
                <td>
                  <MarkSource mark={mark} />
                </td>
                <td>
                  {mark.transaction !== null && <Identifier id={mark.transaction} what={timelineStrings.transaction} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <Button
          size="sm"
          variant="secondary"
          className={styles.more}
          onClick={() => {
            setShown(shown + STEP);
          }}
        >
          {timelineStrings.more(formatCount(Math.min(STEP, rows.length - shown)))}
        </Button>
      )}
    </>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    text: css({ '&&': { whiteSpace: 'normal', minWidth: 280 } }),
    more: css({ marginTop: theme.spacing(1) }),
  };
}

import { RadioButtonGroup } from '@grafana/ui';
import { type ReactElement } from 'react';
import { timelineStrings } from '../../strings/timeline.ts';
import { testIds } from '../../test-ids.ts';
import { LIVE_RANGES, type LiveRange, type TimelineRange } from './timeline-range.ts';

interface RangeSwitchProps {
  range: TimelineRange;
  onChange: (range: TimelineRange) => void;
}

export function RangeSwitch({ range, onChange }: RangeSwitchProps): ReactElement {
  return (
    <div data-testid={testIds.timelineRange}>
      <RadioButtonGroup<LiveRange>
        size="sm"
        aria-label={timelineStrings.range}
        {...(range.kind !== 'fixed' && { value: range.kind })}
        options={LIVE_RANGES.map((kind) => ({ label: timelineStrings.ranges[kind], value: kind }))}
        onChange={(kind) => {
          onChange({ kind });
        }}
      />
    </div>
  );
}

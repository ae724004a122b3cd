import { type IconName } from '@grafana/data';
import { type AlertSeverity } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { alertStrings } from '../strings/alerts.ts';
import { StateMark } from './state-mark.tsx';
import { type Tone } from './tone.ts';

const SEVERITIES: Readonly<Record<AlertSeverity, { tone: Tone; icon: IconName }>> = {
  critical: { tone: 'bad', icon: 'exclamation-circle' },
  warning: { tone: 'warn', icon: 'exclamation-triangle' },
  info: { tone: 'calm', icon: 'info-circle' },
};

interface AlertMarkProps {
  severity: AlertSeverity;
  word: string;
  /** It does not fire any more. */
  ended?: boolean;
}

/** An alert's name with how urgent it is. */
export function AlertMark({ severity, word, ended = false }: AlertMarkProps): ReactElement {
  const { tone, icon } = SEVERITIES[severity];
  const meaning = alertStrings.severity[severity];
  return <StateMark tone={ended ? 'calm' : tone} icon={icon} word={word} meaning={meaning} strong={!ended} />;
}

import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { type NodePlace, type RolloutStatus } from '@noderr/protocol';
import { type NodeHealth } from './node-health.ts';

/** How a state should feel; each has a colour, an icon and stands beside a word. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'calm';

export const STATUS_TONES: Readonly<Record<RolloutStatus, { tone: Tone; icon: IconName }>> = {
  none: { tone: 'calm', icon: 'circle' },
  'awaiting-final': { tone: 'busy', icon: 'hourglass' },
  running: { tone: 'busy', icon: 'sync' },
  held: { tone: 'warn', icon: 'clock-nine' },
  paused: { tone: 'warn', icon: 'pause' },
  complete: { tone: 'good', icon: 'check-circle' },
  'rolling-back': { tone: 'bad', icon: 'history' },
  'rolled-back': { tone: 'calm', icon: 'history' },
};

export const HEALTH_TONES: Readonly<Record<NodeHealth, { tone: Tone; icon: IconName }>> = {
  healthy: { tone: 'good', icon: 'heart' },
  unhealthy: { tone: 'bad', icon: 'heart-break' },
  unknown: { tone: 'calm', icon: 'question-circle' },
};

export const PLACE_TONES: Readonly<Record<NodePlace, { tone: Tone; icon: IconName }>> = {
  unmanaged: { tone: 'calm', icon: 'question-circle' },
  silent: { tone: 'warn', icon: 'eye-slash' },
  updating: { tone: 'busy', icon: 'sync' },
  rolledBack: { tone: 'bad', icon: 'history' },
  failed: { tone: 'bad', icon: 'times-circle' },
  unhealthy: { tone: 'bad', icon: 'heart-break' },
  updated: { tone: 'good', icon: 'check-circle' },
  cannotFollow: { tone: 'warn', icon: 'exclamation-triangle' },
  held: { tone: 'calm', icon: 'lock' },
  deferred: { tone: 'calm', icon: 'clock-nine' },
  pending: { tone: 'calm', icon: 'circle' },
};

/** Text colours that keep AA contrast on Grafana's backgrounds. */
export function toneText(theme: GrafanaTheme2, tone: Tone): string {
  switch (tone) {
    case 'good':
      return theme.colors.success.text;
    case 'busy':
      return theme.colors.info.text;
    case 'warn':
      return theme.colors.warning.text;
    case 'bad':
      return theme.colors.error.text;
    case 'calm':
      return theme.colors.text.secondary;
  }
}

/** Fill colours for bars and marks. */
export function toneFill(theme: GrafanaTheme2, tone: Tone): string {
  switch (tone) {
    case 'good':
      return theme.colors.success.main;
    case 'busy':
      return theme.colors.info.main;
    case 'warn':
      return theme.colors.warning.main;
    case 'bad':
      return theme.colors.error.main;
    case 'calm':
      return theme.colors.border.strong;
  }
}

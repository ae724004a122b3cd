import { type GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { type Tone, toneText } from '../../parts/tone.ts';
import { type ChangeKind } from './mark-groups.ts';

const TONES: Readonly<Record<ChangeKind, Tone>> = {
  publish: 'busy',
  open: 'calm',
  pause: 'warn',
  resume: 'good',
  rollback: 'bad',
  guard: 'bad',
  revoke: 'bad',
};

/** Shapes tell the kinds apart without their colours; drawn in a square of 16. */
export function MarkGlyph({ kind, size = 16 }: { kind: ChangeKind; size?: number }): ReactElement {
  const theme = useTheme2();
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden style={{ color: toneText(theme, TONES[kind]) }}>
      {shapeOf(kind, theme)}
    </svg>
  );
}

function shapeOf(kind: ChangeKind, theme: GrafanaTheme2): ReactElement {
  switch (kind) {
    case 'publish':
      return <path d="M8 2 14.5 14H1.5Z" fill="currentColor" />;
    case 'open':
      return <path d="M8 2V14" stroke="currentColor" strokeWidth="2.5" />;
    case 'pause':
      return <path d="M5 2V14M11 2V14" stroke="currentColor" strokeWidth="3" />;
    case 'resume':
      return <path d="M3.5 2.5 13.5 8 3.5 13.5Z" fill="none" stroke="currentColor" strokeWidth="2" />;
    case 'rollback':
      return <path d="M8 14 1.5 2H14.5Z" fill="currentColor" />;
    case 'guard':
      return (
        <>
          <circle cx="8" cy="8" r="7.5" fill="currentColor" />
          <path d="M8 3.5V9M8 10.8V12.8" stroke={theme.colors.background.primary} strokeWidth="2.2" />
        </>
      );
    case 'revoke':
      return <path d="M3 3 13 13M13 3 3 13" stroke="currentColor" strokeWidth="2.5" />;
  }
}

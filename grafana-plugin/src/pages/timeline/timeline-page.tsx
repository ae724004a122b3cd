import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function TimelinePage(): ReactElement {
  return <PageFrame name="timeline">{null}</PageFrame>;
}

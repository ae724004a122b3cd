import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function ReleasePage(): ReactElement {
  return <PageFrame name="release">{null}</PageFrame>;
}

import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function NodePage(): ReactElement {
  return <PageFrame name="node">{null}</PageFrame>;
}

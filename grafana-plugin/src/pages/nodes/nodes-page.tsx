import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function NodesPage(): ReactElement {
  return <PageFrame name="nodes">{null}</PageFrame>;
}

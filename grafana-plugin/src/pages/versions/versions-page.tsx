import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function VersionsPage(): ReactElement {
  return <PageFrame name="versions">{null}</PageFrame>;
}

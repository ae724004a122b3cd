import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function AuditLogPage(): ReactElement {
  return <PageFrame name="audit">{null}</PageFrame>;
}

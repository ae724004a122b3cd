import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function EnrolmentPage(): ReactElement {
  return <PageFrame name="enrolment">{null}</PageFrame>;
}

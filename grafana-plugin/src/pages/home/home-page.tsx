import { type ReactElement } from 'react';
import { PageFrame } from '../../app/page-frame.tsx';

export function HomePage(): ReactElement {
  return <PageFrame name="home">{null}</PageFrame>;
}

import { type ReactElement } from 'react';

/** The timeline as a part of the home page. */
export function TimelineSection(): ReactElement | null {
  return null;
}

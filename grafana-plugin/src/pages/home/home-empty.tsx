import { PERMISSIONS } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useCan } from '../../app/services-context.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EnrolLink } from '../../parts/enrol-link.tsx';
import { homeStrings } from '../../strings/home.ts';

export function HomeEmpty(): ReactElement {
  const mayEnrol = useCan(PERMISSIONS.writeTokens);
  return (
    <EmptyState icon="rocket" title={homeStrings.emptyTitle}>
      <p>{homeStrings.emptyText}</p>
      <p>
        <EnrolLink />
        {mayEnrol && ' · '}
        <a href={homeStrings.howToPublishUrl} target="_blank" rel="noreferrer" style={{ textDecoration: 'underline' }}>
          {homeStrings.howToPublish}
        </a>
      </p>
    </EmptyState>
  );
}

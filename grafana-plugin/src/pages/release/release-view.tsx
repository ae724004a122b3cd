import { type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement, useRef } from 'react';
import { PageSection } from '../../parts/page-section.tsx';
import { releaseStrings } from '../../strings/release.ts';
import { wasRolledOut } from './cohort-course.ts';
import { ComponentsTable } from './components-table.tsx';
import { CourseTable } from './course-table.tsx';
import { EventsTable } from './events-table.tsx';
import { FailureGroups } from './failure-groups.tsx';
import { PlaceBrowser } from './place-browser.tsx';
import { ReleaseFacts } from './release-facts.tsx';
import { RolloutAlerts } from './rollout-alerts.tsx';
import { SignatureBlock } from './signature-block.tsx';
import { usePlaceFilter } from './use-place-filter.ts';

const words = releaseStrings.sections;

export function ReleaseView({ detail }: { detail: ReleaseDetail }): ReactElement {
  const query = usePlaceFilter();
  const nodes = useRef<HTMLDivElement>(null);
  const showNodes = (key: 'cohort' | 'code', value: string): void => {
    query.set(key, value);
    nodes.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <ReleaseFacts detail={detail} />
      <PageSection title={words.course}>
        {wasRolledOut(detail) ? (
          <CourseTable
            detail={detail}
            onCohort={(cohort) => {
              showNodes('cohort', String(cohort));
            }}
          />
        ) : (
          <p>{releaseStrings.course.rolledBackTo}</p>
        )}
      </PageSection>
      {detail.failures.length > 0 && (
        <PageSection title={words.failures}>
          <FailureGroups
            detail={detail}
            onCode={(code) => {
              showNodes('code', code);
            }}
          />
        </PageSection>
      )}
      <RolloutAlerts detail={detail} />
      <PageSection title={words.components}>
        <ComponentsTable components={detail.components} />
      </PageSection>
      <PageSection title={words.signatures}>
        <SignatureBlock detail={detail} />
      </PageSection>
      <PageSection title={words.events}>
        <EventsTable changes={detail.changes} />
      </PageSection>
      <div ref={nodes}>
        <PageSection title={words.nodes}>
          <PlaceBrowser detail={detail} query={query} />
        </PageSection>
      </div>
    </>
  );
}

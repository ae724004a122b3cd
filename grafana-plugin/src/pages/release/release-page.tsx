import { Tier } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { isHubError } from '../../api/hub-error.ts';
import { useRelease } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { pageNames } from '../../strings/page-names.ts';
import { releaseStrings } from '../../strings/release.ts';
import { ReleaseView } from './release-view.tsx';

/** One release: what it is, what was planned, what became of it. */
export function ReleasePage(): ReactElement {
  const { tier = '', releaseId = '' } = useParams();
  const known = Tier.safeParse(tier).success && /^[1-9]\d{0,8}$/.test(releaseId);
  return known ? <KnownRelease tier={tier} releaseId={Number(releaseId)} /> : <BadAddress tier={tier} id={releaseId} />;
}

function KnownRelease({ tier, releaseId }: { tier: string; releaseId: number }): ReactElement {
  const release = useRelease(tier, releaseId);
  const version = release.data?.release.version;
  return (
    <PageFrame
      name="release"
      below={{
        title:
          version === undefined ? releaseStrings.unnamed(tier, String(releaseId)) : releaseStrings.title(tier, version),
        url: paths.release(tier, releaseId),
        parent: { text: pageNames.home, url: paths.home() },
      }}
    >
      {release.data === undefined && isHubError(release.error, 'not-found') ? (
        <EmptyState icon="question-circle" title={releaseStrings.notFound(tier, String(releaseId))} />
      ) : (
        <LiveSection query={release} skeleton={[150, 240, 120, 400]}>
          {(data) => <ReleaseView detail={data} />}
        </LiveSection>
      )}
    </PageFrame>
  );
}

function BadAddress({ tier, id }: { tier: string; id: string }): ReactElement {
  return (
    <PageFrame
      name="release"
      below={{
        title: releaseStrings.unnamed(tier, id),
        url: paths.home(),
        parent: { text: pageNames.home, url: paths.home() },
      }}
    >
      <EmptyState icon="question-circle" title={releaseStrings.badAddress} />
    </PageFrame>
  );
}

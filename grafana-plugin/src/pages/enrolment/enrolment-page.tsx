import { Alert } from '@grafana/ui';
import { PERMISSIONS } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useTokens } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { paths } from '../../app/paths.ts';
import { useCan } from '../../app/services-context.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { enrolmentStrings } from '../../strings/enrolment.ts';
import { errorStrings } from '../../strings/errors.ts';
import { testIds } from '../../test-ids.ts';
import { CreateToken } from './create-token.tsx';
import { TokenTable } from './token-table.tsx';

/** Join tokens: made, shown once, listed, revoked. */
export function EnrolmentPage(): ReactElement {
  const may = useCan(PERMISSIONS.writeTokens);
  return (
    <PageFrame name="enrolment" subTitle={enrolmentStrings.subTitle}>
      {may ? (
        <Enrolment />
      ) : (
        <Alert severity="info" title={errorStrings.noRight} data-testid={testIds.error}>
          {errorStrings.rightMissing(PERMISSIONS.writeTokens)}
        </Alert>
      )}
    </PageFrame>
  );
}

function Enrolment(): ReactElement {
  const tokens = useTokens();
  return (
    <>
      <PageSection title={enrolmentStrings.create.title}>
        <CreateToken />
      </PageSection>
      <PageSection
        title={enrolmentStrings.listTitle}
        aside={
          <span>
            {enrolmentStrings.nodesHint}{' '}
            <Link to={paths.nodes()} style={{ textDecoration: 'underline' }}>
              {enrolmentStrings.toNodes}
            </Link>
          </span>
        }
      >
        <LiveSection query={tokens} skeleton={[200]} empty={(data) => (data.tokens.length === 0 ? <NoTokens /> : null)}>
          {(data) => <TokenTable tokens={data.tokens} />}
        </LiveSection>
      </PageSection>
    </>
  );
}

function NoTokens(): ReactElement {
  return (
    <EmptyState icon="key-skeleton-alt" title={enrolmentStrings.none}>
      <p>{enrolmentStrings.noneText}</p>
    </EmptyState>
  );
}

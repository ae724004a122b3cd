import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type AuditPage } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useAudit } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';
import { AuditControls } from './audit-controls.tsx';
import { type AuditFilter, auditQuery, formatAuditFilter, parseAuditFilter } from './audit-filter.ts';
import { AuditTable } from './audit-table.tsx';
import { ChainMark } from './chain-mark.tsx';
import { ExportButton } from './export-button.tsx';

/** The hub's append-only log, newest first; filter and place live in the address. */
export function AuditLogPage(): ReactElement {
  const [search, setSearch] = useSearchParams();
  const filter = parseAuditFilter(search);
  const audit = useAudit(auditQuery(filter));
  const change = (next: AuditFilter): void => {
    setSearch(formatAuditFilter(next));
  };
  return (
    <PageFrame name="audit" subTitle={auditStrings.subTitle} actions={<ExportButton />}>
      <AuditControls filter={filter} onChange={change} />
      <LiveSection
        query={audit}
        skeleton={[24, 480]}
        empty={(data) => (data.chain.length === 0 ? <NothingYet /> : null)}
      >
        {(data) => <Entries page={data} filter={filter} onChange={change} />}
      </LiveSection>
    </PageFrame>
  );
}

interface EntriesProps {
  page: AuditPage;
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

function Entries({ page, filter, onChange }: EntriesProps): ReactElement {
  const styles = useStyles2(getStyles);
  const { nextBefore } = page;
  return (
    <div className={styles.entries}>
      <ChainMark chain={page.chain} />
      {page.entries.length === 0 ? (
        <p className={styles.nothing}>{filter.before === null ? auditStrings.nothing : auditStrings.nothingOlder}</p>
      ) : (
        <AuditTable entries={page.entries} />
      )}
      <div className={styles.paging}>
        <Button
          size="sm"
          variant="secondary"
          icon="angle-double-up"
          disabled={filter.before === null}
          data-testid={testIds.auditNewest}
          onClick={() => {
            onChange({ ...filter, before: null });
          }}
        >
          {auditStrings.newest}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          icon="angle-down"
          disabled={nextBefore === null}
          data-testid={testIds.auditOlder}
          onClick={() => {
            onChange({ ...filter, before: nextBefore });
          }}
        >
          {auditStrings.older}
        </Button>
      </div>
    </div>
  );
}

function NothingYet(): ReactElement {
  return (
    <EmptyState icon="file-alt" title={auditStrings.empty}>
      <p>{auditStrings.emptyText}</p>
    </EmptyState>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    entries: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
    nothing: css({ color: theme.colors.text.secondary }),
    paging: css({ display: 'flex', justifyContent: 'flex-end', gap: theme.spacing(1) }),
  };
}

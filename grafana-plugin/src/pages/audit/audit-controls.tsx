import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Combobox, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type Tier, TIERS } from '@noderr/protocol';
import { type ReactElement, useId } from 'react';
import { AUDIT_ACTIONS, auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';
import { type AuditFilter } from './audit-filter.ts';

interface AuditControlsProps {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

/** A new filter begins at the newest entry. */
export function AuditControls({ filter, onChange }: AuditControlsProps): ReactElement {
  const styles = useStyles2(getStyles);
  const labelId = useId();
  return (
    <div className={styles.controls}>
      <div className={styles.action} data-testid={testIds.auditAction}>
        <span id={labelId} hidden>
          {auditStrings.filters.action}
        </span>
        <Combobox
          aria-labelledby={labelId}
          placeholder={auditStrings.filters.anyAction}
          isClearable
          value={filter.action}
          options={AUDIT_ACTIONS.map((action) => ({ value: action, label: auditStrings.action(action) }))}
          onChange={(option: { value: string } | null) => {
            onChange({ ...filter, action: option?.value ?? null, before: null });
          }}
        />
      </div>
      <RadioButtonGroup<Tier | 'every'>
        size="sm"
        aria-label={auditStrings.filters.tier}
        value={filter.tier ?? 'every'}
        options={[
          { label: auditStrings.filters.allTiers, value: 'every' },
          ...TIERS.map((tier) => ({ label: tier, value: tier })),
        ]}
        onChange={(tier) => {
          onChange({ ...filter, tier: tier === 'every' ? null : tier, before: null });
        }}
      />
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    controls: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1, 2),
      marginBottom: theme.spacing(2),
      alignItems: 'center',
    }),
    action: css({ width: 260 }),
  };
}

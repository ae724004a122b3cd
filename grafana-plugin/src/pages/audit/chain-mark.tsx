import { Alert } from '@grafana/ui';
import { type AuditPage } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { formatCount } from '../../format/number.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';

/** Whether the hash chain of the whole log holds. */
export function ChainMark({ chain }: { chain: AuditPage['chain'] }): ReactElement {
  if (chain.verified) {
    return (
      <StateMark
        tone="good"
        icon="shield"
        word={auditStrings.verified(formatCount(chain.length))}
        meaning={auditStrings.verifiedMeaning}
        testId={testIds.auditChain}
      />
    );
  }
  return (
    <Alert
      severity="error"
      title={chain.brokenAt === null ? auditStrings.brokenUnknown : auditStrings.broken(chain.brokenAt)}
      data-testid={testIds.auditChain}
    >
      {auditStrings.brokenMeans}
    </Alert>
  );
}

import { Alert } from '@grafana/ui';
import { type ChainStatus } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useNow } from '../../app/use-now.ts';
import { formatSpan } from '../../format/duration.ts';
import { sentence } from '../../format/sentence.ts';
import { commonStrings } from '../../strings/common.ts';
import { testIds } from '../../test-ids.ts';

/** What is wrong with the chain or the signer; nothing when all is well. */
export function ChainBanner({ chain }: { chain: ChainStatus }): ReactElement | null {
  const now = useNow();
  const { signer } = chain;
  if (chain.stale) {
    const title =
      chain.readAt === null
        ? commonStrings.chainNeverRead
        : commonStrings.chainStale(formatSpan((now - chain.readAt) / 1000));
    return (
      <Alert severity="warning" title={title} data-testid={testIds.chainStatus}>
        {sentence(chain.problem)}
        {chain.problem === '' ? '' : '. '}
        {commonStrings.chainStaleMeans} {commonStrings.quorum(chain.quorum.agreeing, chain.quorum.needed)}
      </Alert>
    );
  }
  if (chain.problem !== '') {
    return <Alert severity="warning" title={sentence(chain.problem)} data-testid={testIds.chainStatus} />;
  }
  if (signer.state !== 'ready') {
    const title = signer.state === 'frozen' ? commonStrings.signerFrozen : commonStrings.signerAbsent;
    return (
      <Alert severity="warning" title={title} data-testid={testIds.chainStatus}>
        {sentence(signer.problem)} {commonStrings.signerMeans}
      </Alert>
    );
  }
  return null;
}

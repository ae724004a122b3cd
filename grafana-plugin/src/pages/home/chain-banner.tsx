import { Alert } from '@grafana/ui';
import { type ChainStatus } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useNow } from '../../app/use-now.ts';
import { formatSpan } from '../../format/duration.ts';
import { sentence } from '../../format/sentence.ts';
import { chainStrings } from '../../strings/chain.ts';
import { testIds } from '../../test-ids.ts';

/** What is wrong with the chain or the signer; nothing when all is well. */
export function ChainBanner({ chain }: { chain: ChainStatus }): ReactElement | null {
  const now = useNow();
  const { signer } = chain;
  if (chain.stale) {
    const title =
      chain.readAt === null
        ? chainStrings.chainNeverRead
        : chainStrings.chainStale(formatSpan((now - chain.readAt) / 1000));
    return (
      <Alert severity="warning" title={title} data-testid={testIds.chainStatus}>
        {sentence(chain.problem)}
        {chain.problem === '' ? '' : '. '}
        {chainStrings.chainStaleMeans} {chainStrings.quorum(chain.quorum.agreeing, chain.quorum.needed)}
      </Alert>
    );
  }
  if (chain.problem !== '') {
    return <Alert severity="warning" title={sentence(chain.problem)} data-testid={testIds.chainStatus} />;
  }
  if (signer.state !== 'ready') {
    const title = signer.state === 'frozen' ? chainStrings.signerFrozen : chainStrings.signerAbsent;
    return (
      <Alert severity="warning" title={title} data-testid={testIds.chainStatus}>
        {sentence(signer.problem)} {chainStrings.signerMeans}
      </Alert>
    );
  }
  return null;
}

import { type Address, type BlockRef, type Hex32 } from '@noderr/protocol';
import { type Deployment } from '../contract/deployment.ts';
import { blockRef, candidateHeights, type EndpointBlock, voteOnBlock, voteOnContent } from './block-agreement.ts';
import { type Mismatched, type Unavailable } from './chain-reading.ts';
import { type Endpoint, EndpointError, type HeadKind } from './endpoint.ts';
import { type QuorumRound } from './quorum-round.ts';

export interface Identity {
  chainId: number;
  beacon: Address;
  /** Undefined until a first reading has pinned one. */
  pinned: Deployment | undefined;
}

/** A question at the agreed block: what an endpoint answers is compared as text with what the others answer. */
export interface Content {
  /** Compared between the endpoints. */
  parts: readonly string[];
  /** Of the contract, where no identity is pinned yet. */
  deploymentBlock: number | undefined;
}

export type AskContent = (endpoint: Endpoint, block: BlockRef, signal: AbortSignal) => Promise<Content>;

export interface Agreement {
  kind: 'agreed';
  block: BlockRef;
  parts: readonly string[];
  deployment: Deployment;
  hosts: string[];
}

export type Disagreement = Mismatched | Unavailable;

interface Head {
  chainId: number;
  block: BlockRef;
}

/** What an endpoint says at the agreed block, its identity included. */
interface Statement {
  parts: readonly string[];
  deploymentBlock: number;
  deploymentBlockHash: Hex32;
  codeHash: Hex32;
}

const MISMATCHES = ['chain/wrong-chain-id', 'chain/wrong-deployment', 'chain/wrong-code'] as const;

/** Asks every endpoint by itself and takes only what a quorum says at one block hash. */
export async function agree(
  round: QuorumRound,
  endpoints: readonly Endpoint[],
  identity: Identity,
  head: HeadKind,
  askContent: AskContent,
  signal: AbortSignal,
): Promise<Agreement | Disagreement> {
  const heads = await askHeads(round, endpoints, identity, head, signal);
  const vote = await agreeOnBlock(round, heads, signal);
  if (vote.kind !== 'agreed') return disagreement(round, vote.kind === 'split' ? 'chain/split' : undefined);

  const { block } = vote;
  const members = endpoints.filter((endpoint) => vote.hosts.includes(endpoint.host));
  const statements = await round.ask(members, (endpoint) => state(endpoint, block, identity, askContent, signal));
  const trusted = statements.filter(({ endpoint, value }) => isPinned(round, endpoint.host, value, identity.pinned));
  const hosts = voteOnContent(
    trusted.map(({ endpoint, value }) => ({ host: endpoint.host, content: JSON.stringify(value) })),
    round.needed,
  );
  const spokesman = trusted.find(({ endpoint }) => hosts?.includes(endpoint.host));
  if (!hosts || !spokesman) return disagreement(round, undefined);
  for (const { endpoint } of trusted) {
    if (!hosts.includes(endpoint.host)) {
      round.fault(endpoint.host, 'chain/disagrees', `${endpoint.host} reads something else at block ${block.hash}`);
    }
  }
  const { parts, ...pins } = spokesman.value;
  const deployment = { chainId: identity.chainId, beacon: identity.beacon, ...pins };
  return { kind: 'agreed', block, parts, deployment, hosts };
}

async function askHeads(
  round: QuorumRound,
  endpoints: readonly Endpoint[],
  identity: Identity,
  kind: HeadKind,
  signal: AbortSignal,
): Promise<{ endpoint: Endpoint; value: Head }[]> {
  const heads = await round.ask(endpoints, async (endpoint) => {
    const [chainId, block] = await Promise.all([endpoint.chainId(signal), endpoint.head(kind, signal)]);
    if (chainId !== identity.chainId) {
      throw new EndpointError('chain/wrong-chain-id', `${endpoint.host} is chain ${chainId}, not ${identity.chainId}`);
    }
    return { chainId, block };
  });
  for (const { endpoint, value } of heads) round.height(endpoint.host, value.block.number);
  return heads;
}

async function agreeOnBlock(
  round: QuorumRound,
  heads: readonly { endpoint: Endpoint; value: Head }[],
  signal: AbortSignal,
): Promise<ReturnType<typeof voteOnBlock>> {
  const heights = candidateHeights(
    heads.map(({ value }) => value.block.number),
    round.needed,
  );
  for (const height of heights) {
    const able = heads.filter(({ value }) => value.block.number >= height);
    const headOf = new Map(able.map(({ endpoint, value }) => [endpoint.host, value.block]));
    const answers = await round.ask(
      able.map(({ endpoint }) => endpoint),
      async (endpoint) => {
        const head = headOf.get(endpoint.host);
        return head?.number === height ? head : endpoint.blockAt(height, signal);
      },
    );
    const blocks = answers.map(({ endpoint, value }): EndpointBlock => ({
      host: endpoint.host,
      block: blockRef(value),
    }));
    const vote = voteOnBlock(blocks, round.needed);
    if (vote.kind === 'none') continue;
    if (vote.kind === 'agreed') faultTheOthers(round, heads, blocks, vote.hosts, height);
    return vote;
  }
  return { kind: 'none' };
}

function faultTheOthers(
  round: QuorumRound,
  heads: readonly { endpoint: Endpoint; value: Head }[],
  blocks: readonly EndpointBlock[],
  agreeing: readonly string[],
  height: number,
): void {
  for (const { host, block } of blocks) {
    if (!agreeing.includes(host)) {
      round.fault(host, 'chain/disagrees', `${host} has block ${block.hash} at height ${height}`);
    }
  }
  for (const { endpoint, value } of heads) {
    if (value.block.number < height) {
      round.fault(
        endpoint.host,
        'chain/behind',
        `${endpoint.host} is at ${value.block.number}, the others at ${height}`,
      );
    }
  }
}

async function state(
  endpoint: Endpoint,
  block: BlockRef,
  identity: Identity,
  askContent: AskContent,
  signal: AbortSignal,
): Promise<Statement> {
  const { pinned } = identity;
  const deploymentHash = async (height: number): Promise<Hex32> => (await endpoint.blockAt(height, signal)).hash;
  const [codeHash, content, pinnedHash] = await Promise.all([
    endpoint.codeHash(identity.beacon, block.hash, signal),
    askContent(endpoint, block, signal),
    pinned ? deploymentHash(pinned.deploymentBlock) : undefined,
  ]);
  if (codeHash === null) {
    throw new EndpointError('chain/wrong-code', `${endpoint.host} has no contract at ${identity.beacon}`);
  }
  const deploymentBlock = pinned?.deploymentBlock ?? content.deploymentBlock ?? 0;
  const deploymentBlockHash = pinnedHash ?? (await deploymentHash(deploymentBlock));
  return { parts: content.parts, deploymentBlock, deploymentBlockHash, codeHash };
}

function isPinned(round: QuorumRound, host: string, value: Statement, pinned: Deployment | undefined): boolean {
  if (!pinned) return true;
  if (value.deploymentBlockHash !== pinned.deploymentBlockHash) {
    round.fault(host, 'chain/wrong-deployment', `${host} has another block ${pinned.deploymentBlock}`);
    return false;
  }
  if (value.codeHash !== pinned.codeHash) {
    round.fault(host, 'chain/wrong-code', `${host} has another contract at ${pinned.beacon}`);
    return false;
  }
  return true;
}

function disagreement(round: QuorumRound, code: 'chain/split' | undefined): Disagreement {
  const mismatch = round.sharedFault(MISMATCHES);
  const quorum = round.report([]);
  if (mismatch !== undefined) return { kind: 'mismatch', code: mismatch, quorum };
  const reason = code ?? round.sharedFault(['chain/no-finalized', 'chain/reorged', 'chain/malformed-view']);
  const faults = quorum.endpoints.flatMap(({ fault }) => (fault ? [fault.message] : []));
  const said = faults.length > 0 ? `: ${faults.join('; ')}` : '';
  return {
    kind: 'unavailable',
    code: reason ?? 'chain/no-quorum',
    message: `fewer than ${round.needed} of ${quorum.endpoints.length} endpoints agree${said}`,
    quorum,
  };
}

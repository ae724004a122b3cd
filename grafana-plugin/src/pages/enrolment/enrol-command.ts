import { type Address, type NodeTier } from '@noderr/protocol';

export interface EnrolFacts {
  token: string;
  tier: NodeTier;
  /** As the node reaches it. */
  hubUrl: string;
  chainId: number;
  beacon: Address;
}

/** The shell lines with which a node joins; each value is quoted, so that none of them can be more than a value. */
export function enrolCommand({ token, tier, hubUrl, chainId, beacon }: EnrolFacts): string {
  return [
    'install -d -m 700 /etc/noderr-agent',
    `(umask 377 && printf %s ${quote(token)} > /etc/noderr-agent/join-token)`,
    `NODERR_AGENT_HUB_URL=${quote(hubUrl)} \\`,
    '  NODERR_AGENT_JOIN_TOKEN_FILE=/etc/noderr-agent/join-token \\',
    `  NODERR_AGENT_NODE_TIER=${quote(tier)} \\`,
    `  NODERR_AGENT_CHAIN_ID=${quote(String(chainId))} \\`,
    `  NODERR_AGENT_VERSION_BEACON_ADDRESS=${quote(beacon)} \\`,
    '  noderr-agent run --config /etc/noderr-agent/agent.json',
  ].join('\n');
}

function quote(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

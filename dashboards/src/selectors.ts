/** Matchers by the variables of a dashboard, for series that carry these labels. */
export const OF_TIER = 'tier=~"$tier"';
export const OF_TIER_AND_VERSION = 'tier=~"$tier",version=~"$version"';
export const OF_NODE = 'tier=~"$tier",node_id=~"$node_id"';

const OF_VERSION = 'and on (node_id) node:noderr_version:info{version=~"$version"}';

/** A series of nodes, by all three variables; for a single moment, as the version is joined from a series of its own. */
export function ofNodes(series: string, matchers = ''): string {
  return `${series}{${OF_NODE}${matchers && `,${matchers}`}} ${OF_VERSION}`;
}

/** A series that is recorded for each tier and version, by both. */
export function ofVersions(series: string, matchers = ''): string {
  return `${series}{${OF_TIER_AND_VERSION}${matchers && `,${matchers}`}}`;
}

/** A series that is recorded for each node with its version, by all three. */
export function ofNodeVersions(series: string): string {
  return `${series}{${OF_NODE},version=~"$version"}`;
}

/** Sums by version, with a name for nodes that run none of our releases. */
export function byVersion(expr: string): string {
  return `label_replace(sum by (version) (${expr}), "version", "none", "version", "")`;
}

/** With the beginning of the node's id as \`node\`: a whole id is longer than a bar. */
export function withShortId(expr: string): string {
  return `label_replace(${expr}, "node", "$1", "node_id", "(.{10}).*")`;
}

/** A part of a whole of the same labels; none of it is 0, and not a gap. */
export function shareOf(part: string, whole: string): string {
  return `(${part} or 0 * ${whole}) / ${whole}`;
}

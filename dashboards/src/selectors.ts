/** Matchers by the variables of a dashboard, for series that carry these labels. */
export const OF_TIER = 'tier=~"$tier"';
export const OF_TIER_AND_VERSION = 'tier=~"$tier",version=~"$version"';
export const OF_NODE = 'tier=~"$tier",node_id=~"$node_id"';

/** A series of nodes, by all three variables, with their names. */
export function ofNodes(series: string, matchers = ''): string {
  return ofVersionedNodes(`${series}{${OF_NODE}${matchers && `,${matchers}`}}`);
}

/**
 * What an expression without sums and comparisons tells of nodes on the chosen versions, with their names; for a single
 * moment, as version and name are joined from a series of their own.
 */
export function ofVersionedNodes(expr: string): string {
  return `${expr} * on (node_id) group_left (name) node:noderr_version:info{version=~"$version"}`;
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

/** With the node's name as `node`, or the beginning of its id: a whole id is longer than a bar. */
export function withShortName(expr: string): string {
  return `label_replace(label_replace(${expr}, "node", "$1", "node_id", "(.{10}).*"), "node", "$1", "name", "(.+)")`;
}

/** A part of a whole of the same labels; none of it is 0, and not a gap. */
export function shareOf(part: string, whole: string): string {
  return `(${part} or 0 * ${whole}) / ${whole}`;
}

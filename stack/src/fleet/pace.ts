/** As many nodes as two cores start at once without one of them being late for its own health checks. */
const AT_ONCE = 10;
const SECONDS_A_NODE = 3;
const CHECK_INTERVAL_MS = 5_000;
const CHECK_INTERVAL_MS_A_NODE = 500;

/** Seconds over which the nodes of a fleet that shares one machine start a release. */
export function spreadOf(nodes: number): number {
  return nodes <= AT_ONCE ? 0 : nodes * SECONDS_A_NODE;
}

/** Milliseconds between two looks of each agent at the chain, on a machine with this many of them. */
export function checkIntervalOf(nodes: number): number {
  return Math.max(CHECK_INTERVAL_MS, nodes * CHECK_INTERVAL_MS_A_NODE);
}

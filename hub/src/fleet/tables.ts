/** The last heartbeat of each node, so that a restarted hub knows its fleet. */
export interface HeartbeatTable {
  node_id: string;
  heard_at: number;
  up_since: number;
  /** A `Heartbeat` as JSON. */
  body: string;
}

export interface FleetTables {
  heartbeats: HeartbeatTable;
}

export { Attempt, ROLLING_BACK_PHASES, AgentState, AGENT_STATE_NAMES, type AgentStateName } from './agent-state.ts';
export {
  AuditQuery,
  AuditPage,
  JoinTokenRow,
  JoinTokenList,
  CreateJoinToken,
  CreatedJoinToken,
  NodeAction,
  WhoAmI,
} from './api/admin.ts';
export { AlertSeverity, AlertStatus, AlertView, AlertQuery, AlertList } from './api/alert-list.ts';
export { NodeStatus, NodeSummary, NodeListQuery, NodeList, AttemptSummary, NodeDetail } from './api/node-list.ts';
export { PERMISSIONS } from './api/permission.ts';
export { Problem } from './api/problem.ts';
export { FiledOutcome, ReceiptEntry, ReceiptPage, ReceiptQuery } from './api/receipt-list.ts';
export { EvidenceNode, RolloutEvidence } from './api/rollout-evidence.ts';
export {
  ReleaseSummary,
  VersionShare,
  GuardView,
  ActionAvailability,
  TierCard,
  ChainStatus,
  TierList,
  RolloutSummary,
  TimelineMark,
  RolloutHistoryQuery,
  RolloutHistory,
  ReleaseDetail,
} from './api/tier-list.ts';
export { AuditEntry } from './audit-entry.ts';
export { Hex32, NodeId, Address, Sec, Ms, Bps, ReleaseId, Seq, AttemptId } from './brands.ts';
export { BlockRef, ChainView } from './chain-view.ts';
export { bucketOf, cohortOfBucket, cohortOf, cohortBpsOf, elapsedOf, isCohortOpen, openThroughOf } from './cohort.ts';
export {
  DIRECTIVE_KINDS,
  DirectiveKind,
  MAX_REASON_BYTES,
  Directive,
  DIRECTIVE_ACTIONS,
  DirectiveAction,
  DirectiveChange,
} from './directive.ts';
export { DurableTier, Durable } from './durable.ts';
export { isFullyOpen } from './fully-open.ts';
export { pastRolloutFigures, type RolloutFigures } from './past-rollout.ts';
export { rolloutSpans, type RolloutSpan } from './rollout-span.ts';
export {
  RELEASE_FAULTS,
  ENVIRONMENT_FAULTS,
  ReleaseFault,
  EnvironmentFault,
  FailureCode,
  isReleaseFault,
} from './failure-code.ts';
export {
  HEARTBEAT_INTERVAL_MS,
  MAX_HEARTBEAT_BYTES,
  SILENT_AFTER_MS,
  CannotFollow,
  TelemetryHealth,
  Heartbeat,
  Hint,
  HeartbeatReply,
} from './heartbeat.ts';
export {
  AHEAD_WINDOW_MS,
  INGEST_HEADERS,
  INGEST_PATHS,
  Lane,
  LANE_HEADER,
  LANES,
  LOGS_WINDOW_MS,
  METRICS_WINDOW_MS,
  type Signal,
  SIGNALS,
} from './ingest.ts';
export {
  INTENT_KINDS,
  IntentKind,
  INTENT_STATUSES,
  IntentStatus,
  INTENT_EXPIRES_AFTER_MS,
  IntentRequest,
  ConfirmRequest,
  IntentPreview,
  INTENT_STAGES,
  IntentStage,
  Actor,
  Intent,
} from './intent.ts';
export {
  NODE_TOKEN_TYP,
  NODE_TOKEN_MAX_AGE_S,
  nodeTokenAudience,
  NodeTokenHeader,
  NodeTokenClaims,
  EnrollRequest,
  EnrollReply,
} from './node-token.ts';
export { MAX_COHORTS, MAX_ROLLOUT_S, Plan, cohortCount, DEFAULT_PLAN } from './plan.ts';
export {
  STATEMENT_TYPE,
  STATEMENT_PAYLOAD_TYPE,
  STATEMENT_PREDICATE_TYPE,
  BUNDLE_ARTIFACT_TYPE,
  ReleaseAnnotations,
  ReleaseStatement,
  releaseStatement,
} from './release-statement.ts';
export { onOneLine, Reason } from './reason.ts';
export {
  DATA_POLICIES,
  DataPolicy,
  ServiceName,
  Repository,
  Component,
  Components,
  Release,
  ociDigest,
  hexOfOciDigest,
} from './release.ts';
export {
  ROLLOUT_STATUSES,
  RolloutStatus,
  NODE_PLACES,
  NodePlace,
  PlaceCounts,
  RolloutNode,
  CohortView,
  GateView,
  RolloutView,
} from './rollout-view.ts';
export { ServiceHealth } from './service-health.ts';
export { TIERS, Tier, NODE_TIERS, NodeTier } from './tier.ts';
export {
  OUTCOMES,
  Outcome,
  StateEvent,
  OutcomeEvent,
  UpdateEvent,
  Receipt,
  RECEIPT_TYP,
  EventDelivery,
  EventsRequest,
  EventsReply,
  eventId,
} from './update-event.ts';
export { Version, packVersion, unpackVersion, compareVersions } from './version.ts';
export { wantedRelease, type StayReason, type MoveReason, type Wanted, type WantedInput } from './wanted-release.ts';
export { countPlaces, emptyPlaceCounts, placeOf } from './rollout-place.ts';
export { DEFAULT_FAILURE_BUDGET, failureLimit, isCounted, worstBudget } from './failure-budget.ts';
export { DEFAULT_GATE_SHARE, gateView, type GateInput } from './gate-view.ts';
export { rolloutView, type RolloutViewInput } from './rollout-view-of.ts';
export { NoCanaryError, rehearse, type Rehearsal, type RehearsalNode, type RehearsedCohort } from './rehearse.ts';
export { keyIdOf, nodeIdOf } from './node-key.ts';

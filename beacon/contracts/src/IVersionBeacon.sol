// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What a node of a tier should run, and how it gets there
/// @notice All times are seconds of block time; id 0 means "none"; bps are hundredths of a percent.
interface IVersionBeacon {
    enum Tier {
        ALL,
        ORACLE,
        GUARDIAN,
        AGENT
    }

    enum Kind {
        NONE,
        ROLLOUT,
        ROLLBACK
    }

    enum DataPolicy {
        COMPATIBLE,
        RESTORE,
        IRREVERSIBLE
    }

    enum Action {
        PUBLISH,
        PAUSE,
        RESUME,
        OPEN,
        ROLLBACK,
        REVOKE,
        RAISE_FLOOR,
        SET_TRUST
    }

    struct Component {
        string service;
        /// A path without a host.
        string repository;
        /// sha256 of the OCI index or manifest.
        bytes32 digest;
    }

    struct Plan {
        uint16 canaryBps;
        uint16 cohortBps;
        uint32 cohortDelay;
        bool gated;
        bytes32 salt;
    }

    struct Release {
        Tier tier;
        uint64 id;
        /// major << 40 | minor << 20 | patch
        uint64 version;
        /// The lowest id from which a node may move here directly; a higher stone must be passed first. 0 = from anywhere.
        uint64 minFrom;
        DataPolicy data;
        Plan plan;
        string notesUri;
        uint64 publishedAt;
        address publisher;
        bool revoked;
        /// keccak256(abi.encode(this struct, with `revoked` false and the contentHash of the stone `minFrom`, or zero, in
        /// this field)): it covers all immutable fields and every stone on the way.
        bytes32 contentHash;
        Component[] components;
    }

    struct Directive {
        uint64 seq;
        uint64 rolloutId;
        Kind kind;
        uint64 target;
        uint64 baseline;
        uint64 withdrawn;
        uint8 openThrough;
        /// Elapsed (not wall) seconds of the rollout at which `openThrough` was reached.
        uint64 openedAt;
        /// Seconds over which nodes spread their start, at most a day; 0 in a rollback.
        uint32 spread;
        uint64 startedAt;
        bool paused;
        address pausedBy;
        bool pausedByGuardian;
        uint64 pausedAt;
        uint64 pausedTotal;
        /// Nothing is rolled back below this id. Stones on the way up may lie below it.
        uint64 floor;
        uint64 trustVersion;
        bytes32 trustDigest;
        bytes32 previousHash;
        /// keccak256(abi.encode(this struct with this field zero, contentHash of target, contentHash of baseline)); the
        /// hash of "none" is zero. `previousHash` is zero at seq 1.
        bytes32 headHash;
    }

    struct ChainView {
        uint256 chainId;
        uint64 deploymentBlock;
        uint64 blockNumber;
        uint64 blockTime;
        uint64 current;
        Directive directive;
        /// Empty (id 0) where there is none.
        Release target;
        Release baseline;
        /// Stones to pass, ids rising, on the way up from `current`.
        Release[] targetStones;
        Release[] baselineStones;
        /// The strictest policy of all releases in (baseline, current].
        DataPolicy descent;
    }

    struct Publication {
        Tier tier;
        uint64 version;
        uint64 minFrom;
        DataPolicy data;
        Plan plan;
        uint32 spread;
        string notesUri;
        Component[] components;
    }

    event ReleasePublished(Tier indexed tier, uint64 indexed id, uint64 version, address publisher);

    /// One per change of a directive; the whole history of a tier can be rebuilt from these.
    event DirectiveChanged(
        Tier indexed tier, uint64 indexed seq, Action indexed action, address actor, uint64 subject, string reason, Directive directive
    );

    error StaleSeq(uint64 expected, uint64 actual);
    error StaleRollout(uint64 expected, uint64 actual);
    error Unauthorized(address caller, Action action);
    error NothingPublished(Tier tier);
    error InvalidRelease(string what);
    error InvalidPlan(string what);
    error CannotPromote(string why);
    error CannotOpen(string why);
    error CannotRollBack(string why);
    error CannotRevoke(string why);
    error CannotRaiseFloor(string why);
    error CannotResume(string why);
    error CannotSetTrust(string why);
    error ReasonTooLong(uint256 bytes_);

    /// @param promote makes the old target the baseline, if that is a fully open, unpaused rollout
    function publish(Publication calldata publication, uint64 expectedSeq, bool promote) external returns (uint64 id);
    /// @param expectedRollout 0 from a guardian: whatever is current
    function pause(Tier tier, uint64 expectedRollout, string calldata reason) external;
    function resume(Tier tier, uint64 expectedSeq, string calldata reason) external;
    function open(Tier tier, uint8 cohort, uint64 expectedRollout) external;
    /// Lifts a pause, but for a guardian's when the caller is not the admin: that one goes on.
    function rollback(Tier tier, uint64 to, uint64 expectedRollout, string calldata reason) external;
    function revoke(Tier tier, uint64 id, uint64 expectedSeq, string calldata reason) external;
    function raiseFloor(Tier tier, uint64 floor, uint64 expectedSeq) external;
    function setTrust(Tier tier, uint64 version, bytes32 digest, uint64 expectedSeq) external;

    /// @param current id of the release that the asking node runs, 0 for none
    function chainView(Tier tier, uint64 current) external view returns (ChainView memory);
    function directive(Tier tier) external view returns (Directive memory);
    function release(Tier tier, uint64 id) external view returns (Release memory);
    function latestId(Tier tier) external view returns (uint64);

    /// True if the release was once open to everybody and no rollback has gone below it since: only such a one can be
    /// rolled back to, or be a stone.
    function isProven(Tier tier, uint64 id) external view returns (bool);
}

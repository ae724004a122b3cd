// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "./IVersionBeacon.sol";
import {Plans} from "./Plans.sol";

/// @title What follows from a directive, and how a new rollout starts in it
library Directives {
    using Plans for IVersionBeacon.Plan;

    /// @notice Seconds that the rollout has been running, pauses left out.
    function elapsed(IVersionBeacon.Directive memory d, uint64 time) internal pure returns (uint64) {
        return (d.paused ? d.pausedAt : time) - d.startedAt - d.pausedTotal;
    }

    /// @notice True if every cohort of the target may take it now.
    function fullyOpen(IVersionBeacon.Directive memory d, IVersionBeacon.Plan memory plan, uint64 time)
        internal
        pure
        returns (bool)
    {
        if (d.kind != IVersionBeacon.Kind.ROLLOUT || d.paused) return false;
        uint256 last = plan.lastCohort();
        return plan.gated ? d.openThrough >= last : elapsed(d, time) >= last * plan.cohortDelay;
    }

    /// @notice Points the directive at another target; the new seq is the id of this rollout.
    /// @dev A standing pause goes on, counted from the new start: the new target waits like the old one did.
    function aim(
        IVersionBeacon.Directive memory d,
        IVersionBeacon.Kind kind,
        uint64 target,
        uint32 spread,
        uint64 time
    ) internal pure {
        d.kind = kind;
        d.target = target;
        d.rolloutId = d.seq + 1;
        d.openThrough = 0;
        d.openedAt = 0;
        d.spread = spread;
        d.startedAt = time;
        d.pausedTotal = 0;
        if (d.paused) d.pausedAt = time;
    }

    function clearPause(IVersionBeacon.Directive memory d) internal pure {
        d.paused = false;
        d.pausedBy = address(0);
        d.pausedByGuardian = false;
        d.pausedAt = 0;
    }

    /// @notice keccak256 of the ABI encoding of the directive with `headHash` zero, then of both content hashes.
    function hash(IVersionBeacon.Directive memory d, bytes32 targetHash, bytes32 baselineHash)
        internal
        pure
        returns (bytes32)
    {
        d.headHash = bytes32(0);
        return keccak256(abi.encode(d, targetHash, baselineHash));
    }
}

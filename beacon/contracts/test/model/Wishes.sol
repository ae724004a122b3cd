// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../../src/IVersionBeacon.sol";

/// @title What a node makes of the chain: written from the design, without the contract's own libraries
library Wishes {
    /// @notice True if the plan lets a node with this id take the target now.
    function cohortOpen(IVersionBeacon.ChainView memory v, bytes32 nodeId) internal pure returns (bool) {
        if (v.target.id == 0 || v.directive.paused) return false;
        uint256 own = cohort(v.target.plan, nodeId);
        if (own == 0) return true;
        if (v.target.plan.gated) return v.directive.openThrough >= own;
        return elapsed(v) >= own * v.target.plan.cohortDelay;
    }

    /// @notice True if every bucket there can be is open now.
    function everybodyOpen(IVersionBeacon.ChainView memory v) internal pure returns (bool) {
        if (v.directive.kind != IVersionBeacon.Kind.ROLLOUT || v.directive.paused) return false;
        uint256 last = cohortOfBucket(v.target.plan, 9_999);
        if (v.target.plan.gated) return v.directive.openThrough >= last;
        return elapsed(v) >= last * v.target.plan.cohortDelay;
    }

    function elapsed(IVersionBeacon.ChainView memory v) internal pure returns (uint256) {
        IVersionBeacon.Directive memory d = v.directive;
        uint256 end = d.paused ? d.pausedAt : v.blockTime;
        return end - d.startedAt - d.pausedTotal;
    }

    function cohort(IVersionBeacon.Plan memory plan, bytes32 nodeId) internal pure returns (uint256) {
        return cohortOfBucket(plan, uint256(keccak256(abi.encodePacked(plan.salt, nodeId))) % 10_000);
    }

    function cohortOfBucket(IVersionBeacon.Plan memory plan, uint256 bucket) internal pure returns (uint256) {
        return bucket < plan.canaryBps ? 0 : 1 + (bucket - plan.canaryBps) / plan.cohortBps;
    }

    /// @notice The six rules; the first that applies.
    function wanted(IVersionBeacon.Directive memory d, uint64 committed, bool open) internal pure returns (uint64) {
        if (d.paused) return committed == 0 ? d.baseline : committed;
        if (d.kind == IVersionBeacon.Kind.ROLLBACK && committed > d.target) return d.target;
        if (d.kind == IVersionBeacon.Kind.ROLLOUT && committed < d.target && open) return d.target;
        if (d.baseline < committed && committed <= d.withdrawn) return d.baseline;
        if (committed < d.baseline) return d.baseline;
        return committed;
    }

    /// @notice The next release to run on the way to `want`: a stone, or `want` itself.
    function hop(IVersionBeacon.ChainView memory v, uint64 committed, uint64 want) internal pure returns (uint64) {
        if (want <= committed) return want;
        IVersionBeacon.Release[] memory stones = want == v.directive.target ? v.targetStones : v.baselineStones;
        for (uint256 i = 0; i < stones.length; i++) {
            if (stones[i].id > committed) return stones[i].id;
        }
        return want;
    }
}

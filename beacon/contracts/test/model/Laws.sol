// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../../src/IVersionBeacon.sol";
import {History} from "./History.sol";
import {Wishes} from "./Wishes.sol";

/// @title What holds after every step of every history
library Laws {
    /// @notice Once the gates are open and the pause is lifted, every node comes to the target.
    function nobodyIsStuck(History history) internal view {
        for (uint256 node = 0; node < history.NODES(); node++) {
            uint64 from = history.committed(node);
            uint64 goal = history.view_(from).directive.target;
            for (uint256 hops = 0; from != goal; hops++) {
                assert(hops <= 8);
                IVersionBeacon.ChainView memory v = history.view_(from);
                v.directive.paused = false;
                uint64 to = Wishes.hop(v, from, Wishes.wanted(v.directive, from, true));
                assert(to != from && !_isRevoked(v, to));
                from = to;
            }
        }
    }

    /// @notice Baseline and stones were open to everybody once, nothing in use is revoked, and the numbers fit together.
    function releasesInUseAreSound(History history) internal view {
        IVersionBeacon.ChainView memory v = history.view_(0);
        IVersionBeacon.Directive memory d = v.directive;
        assert(d.baseline <= d.target && d.floor <= d.baseline);
        if (d.baseline != 0) assert(history.wasFullyOpen(d.baseline) && !history.wasRolledBackFrom(d.baseline));
        assert(!v.target.revoked && !v.baseline.revoked);
        for (uint256 i = 0; i < v.targetStones.length; i++) {
            IVersionBeacon.Release memory stone = v.targetStones[i];
            assert(!stone.revoked && history.wasFullyOpen(stone.id) && !history.wasRolledBackFrom(stone.id));
        }
        assert(v.targetStones.length < 8 && v.baselineStones.length < 8);
        if (d.kind == IVersionBeacon.Kind.ROLLBACK) assert(d.target == d.baseline && d.target < d.withdrawn);
        if (d.kind == IVersionBeacon.Kind.ROLLOUT) assert(d.target == history.latest() && d.target > d.withdrawn);
        assert(d.rolloutId <= d.seq && d.paused == (d.pausedBy != address(0)));
        if (d.paused) assert(d.pausedAt >= d.startedAt + d.pausedTotal && d.pausedAt <= v.blockTime);
        else assert(!d.pausedByGuardian && d.pausedAt == 0 && v.blockTime >= d.startedAt + d.pausedTotal);
    }

    /// @notice A guardian can pause now, and the operator has no way to lift it. Changes the history.
    function aGuardiansPauseHolds(History history) internal {
        history.pauseAsGuardian();
        IVersionBeacon.Directive memory d = history.view_(0).directive;
        assert(d.paused && d.pausedByGuardian);
        try history.liftAsOperator() {
            assert(false);
        } catch {}
        for (uint64 to = 1; to < d.target; to++) {
            try history.rollBackAsOperator(to) {} catch {}
        }
        assert(history.view_(0).directive.paused);
    }

    function _isRevoked(IVersionBeacon.ChainView memory v, uint64 id) private pure returns (bool) {
        if (v.target.id == id) return v.target.revoked;
        if (v.baseline.id == id) return v.baseline.revoked;
        for (uint256 i = 0; i < v.targetStones.length; i++) {
            if (v.targetStones[i].id == id) return v.targetStones[i].revoked;
        }
        for (uint256 i = 0; i < v.baselineStones.length; i++) {
            if (v.baselineStones[i].id == id) return v.baselineStones[i].revoked;
        }
        return true;
    }
}

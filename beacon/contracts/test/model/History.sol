// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../../src/IVersionBeacon.sol";
import {BeaconCase} from "../BeaconCase.sol";
import {Wishes} from "./Wishes.sol";

/// @title Random lives of one tier: role holders act at random, nodes follow the rules of the design
/// @dev What must hold at a single step is checked here, as it happens; a revert of this contract is a finding.
contract History is BeaconCase {
    uint256 public constant NODES = 12;

    /// The release each node runs.
    mapping(uint256 node => uint64 id) public committed;
    mapping(uint64 id => bool) public wasFullyOpen;
    mapping(uint64 id => bool) public wasRolledBackFrom;

    uint64 private _seq;
    bytes32 private _head;

    uint256 public rollouts;
    uint256 public rollbacks;
    uint256 public movesUp;
    uint256 public movesDown;
    uint256 public stonesPassed;
    uint256 public movesOffAWithdrawnRelease;
    uint256 public floorsRaised;

    constructor() {
        setUp();
    }

    /// @dev Whatever happens, the chain of directives grows by whole, linked steps and never goes back.
    modifier recorded() {
        _observe();
        _;
        _observe();
        IVersionBeacon.Directive memory d = head();
        bytes32 headHash = d.headHash;
        assert(d.seq == _seq || d.seq == _seq + 1);
        if (d.seq == _seq) {
            assert(headHash == _head);
        } else {
            assert(d.previousHash == _head);
            d.headHash = bytes32(0);
            bytes32 target = beacon.release(TIER, d.target).contentHash;
            bytes32 baseline = beacon.release(TIER, d.baseline).contentHash;
            assert(headHash == keccak256(abi.encode(d, target, baseline)));
        }
        (_seq, _head) = (d.seq, headHash);
    }

    function wait(uint32 duration) external recorded {
        pass(1 + (duration % 6 hours));
    }

    /// @dev A publisher is mostly right: few publish into a rollout that still runs, or promote it.
    function release(uint256 dice, uint16 canary, uint16 step, bool gated, bool promote) external recorded {
        if (!Wishes.everybodyOpen(beacon.chainView(TIER, 0))) {
            if (head().kind == IVersionBeacon.Kind.ROLLOUT && (dice >> 32) % 4 != 0) return;
            promote = promote && (dice >> 40) % 8 == 0;
        }
        IVersionBeacon.Publication memory made = next();
        made.plan.canaryBps = 1 + (canary % 10_000);
        made.plan.cohortBps = 2_000 + (step % 8_000);
        made.plan.gated = gated;
        made.plan.cohortDelay = uint32((dice % 3) * 1 hours);
        uint64 back = uint64((dice >> 16) % 4);
        uint64 last = beacon.latestId(TIER);
        if ((dice >> 8) % 2 == 0) made.minFrom = back <= last ? last - back : last + 1;
        uint256 policy = (dice >> 24) % 32;
        if (policy == 0) made.data = IVersionBeacon.DataPolicy.IRREVERSIBLE;
        if (policy > 20) made.data = IVersionBeacon.DataPolicy.RESTORE;
        uint64 expected = seq();
        vm.prank(publisher);
        try beacon.publish(made, expected, promote) {
            rollouts++;
        } catch {}
    }

    function press(uint8 who, uint8 what, uint256 dice) external recorded {
        address caller = [operator, operator, guardian, admin][who % 4];
        IVersionBeacon.Directive memory d = head();
        uint256 choice = what % 8;
        vm.prank(caller);
        if (choice == 0) {
            try beacon.pause(TIER, d.rolloutId, "") {} catch {}
        } else if (choice < 4) {
            try beacon.resume(TIER, d.seq, "") {} catch {}
        } else if (choice < 7) {
            try beacon.open(TIER, d.openThrough + 1, d.rolloutId) {} catch {}
        } else {
            // Mostly near the baseline, where it may succeed, or just below the floor, where it must not.
            uint256 depth = dice % 4;
            uint64 to = depth < d.baseline ? uint64(d.baseline - depth) : uint64(dice % (d.target + 1));
            _rollback(caller, d, depth == 3 && d.floor > 1 ? d.floor - 1 : to);
        }
    }

    function keep(uint8 what, uint256 dice, bool byAdmin) external recorded {
        IVersionBeacon.Directive memory d = head();
        uint64 id = uint64(dice % (beacon.latestId(TIER) + 1));
        vm.prank(byAdmin ? admin : publisher);
        if (what % 8 == 0) {
            try beacon.raiseFloor(TIER, d.floor + 1, d.seq) {
                floorsRaised++;
            } catch {}
        } else {
            try beacon.revoke(TIER, id, d.seq, "") {} catch {}
        }
    }

    /// @notice The hub's key was stolen: nothing but its four levers moves, and those only within their limits.
    function steal(uint8 what, uint64 id, uint64 expected, bool promote) external recorded {
        IVersionBeacon.Directive memory before = head();
        id = id % (beacon.latestId(TIER) + 3);
        uint256 choice = what % 8;
        if (expected % 2 == 0) expected = choice == 5 || choice == 6 ? before.rolloutId : before.seq;
        IVersionBeacon.Publication memory made = next();
        bytes32 role = beacon.PUBLISHER();
        vm.prank(operator);
        if (choice == 0) {
            try beacon.publish(made, expected, promote) {
                assert(false);
            } catch {}
        } else if (choice == 1) {
            try beacon.revoke(TIER, id, expected, "") {
                assert(false);
            } catch {}
        } else if (choice == 2) {
            try beacon.raiseFloor(TIER, id, expected) {
                assert(false);
            } catch {}
        } else if (choice == 3) {
            try beacon.setTrust(TIER, id, keccak256("keys"), expected) {
                assert(false);
            } catch {}
        } else if (choice == 4) {
            try beacon.grantRole(role, operator) {
                assert(false);
            } catch {}
        } else if (choice == 5) {
            try beacon.open(TIER, uint8(id), expected) {
                IVersionBeacon.Directive memory d = head();
                assert(d.target == before.target && d.baseline == before.baseline);
                assert(!before.paused && d.openThrough == before.openThrough + 1);
            } catch {}
        } else if (choice == 6) {
            _rollback(operator, before, id);
        } else {
            try beacon.resume(TIER, expected, "") {
                assert(!before.pausedByGuardian);
            } catch {}
        }
    }

    /// @notice One node looks at the chain and takes one hop, if there is one.
    function follow(uint256 node) external recorded {
        node = node % NODES;
        uint64 from = committed[node];
        IVersionBeacon.ChainView memory v = beacon.chainView(TIER, from);
        bool open = Wishes.cohortOpen(v, nodeId(node));
        uint64 to = Wishes.hop(v, from, Wishes.wanted(v.directive, from, open));
        if (to == from) return;
        assert(to != 0 && to <= beacon.latestId(TIER));
        assert(!beacon.release(TIER, to).revoked);
        if (to < from) {
            assert(v.directive.kind == IVersionBeacon.Kind.ROLLBACK || wasRolledBackFrom[from]);
            assert(to >= v.directive.floor);
            assert(v.descent != IVersionBeacon.DataPolicy.IRREVERSIBLE);
            movesDown++;
            if (v.directive.kind == IVersionBeacon.Kind.ROLLOUT) movesOffAWithdrawnRelease++;
        } else {
            assert(from >= beacon.release(TIER, to).minFrom);
            movesUp++;
        }
        bool byItsOwnCohort = to == v.directive.target && open;
        assert(byItsOwnCohort || wasFullyOpen[to]);
        if (v.directive.paused) assert(from == 0);
        if (to > from && to != v.directive.target && to != v.directive.baseline) stonesPassed++;
        committed[node] = to;
    }

    function nodeId(uint256 node) public pure returns (bytes32) {
        return keccak256(abi.encode("node", node));
    }

    function _rollback(address caller, IVersionBeacon.Directive memory before, uint64 to) private {
        try beacon.rollback(TIER, to, before.rolloutId, "") {
            IVersionBeacon.Directive memory d = head();
            assert(before.floor <= to && to <= before.baseline && to < before.target && to >= 1);
            assert(wasFullyOpen[to] && !wasRolledBackFrom[to]);
            assert(d.target == to && d.baseline == to && d.floor == before.floor);
            assert(d.withdrawn >= before.target && d.withdrawn >= before.withdrawn);
            assert(d.paused == (before.pausedByGuardian && caller == operator));
            for (uint64 id = to + 1; id <= before.target; id++) wasRolledBackFrom[id] = true;
            rollbacks++;
        } catch {}
    }

    function _observe() private {
        IVersionBeacon.ChainView memory v = beacon.chainView(TIER, 0);
        if (Wishes.everybodyOpen(v)) wasFullyOpen[v.directive.target] = true;
    }

    function view_(uint64 current) external view returns (IVersionBeacon.ChainView memory) {
        return beacon.chainView(TIER, current);
    }

    function pauseAsGuardian() external {
        vm.prank(guardian);
        beacon.pause(TIER, 0, "stop");
    }

    function liftAsOperator() external {
        uint64 expected = seq();
        vm.prank(operator);
        beacon.resume(TIER, expected, "go on");
    }

    function rollBackAsOperator(uint64 to) external {
        rollback(operator, to);
    }

    function latest() external view returns (uint64) {
        return beacon.latestId(TIER);
    }
}

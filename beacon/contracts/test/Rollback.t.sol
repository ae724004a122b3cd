// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";

contract RollbackTest is BeaconCase {
    function refusesToRollBack(uint64 to, string memory why) private {
        uint64 expected = rolloutId();
        refuses(IVersionBeacon.CannotRollBack.selector, why);
        vm.prank(operator);
        beacon.rollback(TIER, to, expected, "");
    }

    function test_aRollbackMovesTargetAndBaseline() public {
        publishThrough(3);
        publish(true);
        pass(100);
        rollback(operator, 2);
        IVersionBeacon.Directive memory d = head();
        assert(d.kind == IVersionBeacon.Kind.ROLLBACK);
        same(d.target, 2, "target");
        same(d.baseline, 2, "baseline");
        same(d.withdrawn, 4, "withdrawn");
        same(d.rolloutId, d.seq, "rollout");
        same(d.startedAt, time(), "startedAt");
        same(d.openThrough, 0, "openThrough");
        same(d.spread, 0, "spread");
        rollback(operator, 1);
        same(head().withdrawn, 4, "withdrawn is the highest");
        same(head().target, 1, "target");
    }

    function test_theTargetOfARollbackLiesBetweenFloorAndBaseline() public {
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.NothingPublished.selector, TIER));
        vm.prank(operator);
        beacon.rollback(TIER, 1, 0, "");
        publish(false);
        refusesToRollBack(0, "above the baseline");
        refusesToRollBack(1, "above the baseline");
        openAll();
        publishThrough(4);
        refusesToRollBack(4, "above the baseline");
        refusesToRollBack(0, "above the baseline");
        raiseFloor(2);
        refusesToRollBack(1, "below the floor");
        rollback(operator, 3);
        refusesToRollBack(3, "not below the target");
        rollback(operator, 2);
        refusesToRollBack(1, "below the floor");
    }

    function test_onlyAReleaseThatWasFullyOpenComesBack() public {
        publishThrough(1);
        publish(true);
        publish(false);
        openAll();
        publish(true);
        same(head().baseline, 3, "baseline");
        assert(!beacon.isProven(TIER, 2));
        refusesToRollBack(2, "never fully open, or withdrawn");
        rollback(operator, 1);
    }

    function test_aWithdrawnReleaseDoesNotComeBack() public {
        publishThrough(4);
        rollback(operator, 1);
        publish(false);
        openAll();
        publish(true);
        same(head().baseline, 5, "baseline");
        refusesToRollBack(4, "never fully open, or withdrawn");
        refusesToRollBack(3, "never fully open, or withdrawn");
        rollback(operator, 5);
        rollback(operator, 1);
    }

    function test_neverBelowAnIrreversibleRelease() public {
        publishThrough(2);
        IVersionBeacon.Publication memory made = next();
        made.data = IVersionBeacon.DataPolicy.IRREVERSIBLE;
        publish(made, true);
        refusesToRollBack(2, "below an irreversible release");
        publish(false);
        refusesToRollBack(2, "below an irreversible release");
        openAll();
        publish(true);
        refusesToRollBack(2, "below an irreversible release");
        rollback(operator, 4);
    }

    function test_aRevokedReleaseOrStoneStopsARollback() public {
        publishThrough(1);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 1;
        publish(made, true);
        openAll();
        publishThrough(5);
        revoke(3);
        refusesToRollBack(3, "revoked");
        revoke(1);
        refusesToRollBack(2, "revoked");
        rollback(operator, 4);
    }

    function test_aRollbackLiftsAnOperatorsPause() public {
        publishThrough(2);
        pause(operator);
        rollback(operator, 1);
        IVersionBeacon.Directive memory d = head();
        assert(!d.paused && !d.pausedByGuardian);
        same(d.pausedAt, 0, "pausedAt");
        same(d.pausedBy, address(0), "pausedBy");
    }

    function test_anOperatorsRollbackLeavesAGuardiansPauseStanding() public {
        publishThrough(2);
        pause(guardian);
        pass(10);
        rollback(operator, 1);
        assert(head().paused && head().pausedByGuardian);
        same(head().pausedAt, time(), "pausedAt");
        resume(guardian);
        assert(!head().paused);
    }

    function test_anAdminsRollbackLiftsAGuardiansPause() public {
        publishThrough(2);
        pause(guardian);
        rollback(admin, 1);
        assert(!head().paused && !head().pausedByGuardian);
    }

    function test_aRollbackCanBePaused() public {
        publishThrough(2);
        rollback(operator, 1);
        pause(guardian);
        assert(head().paused);
    }

    function test_theRolloutMustBeTheExpectedOne() public {
        publishThrough(2);
        uint64 current = rolloutId();
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleRollout.selector, 1, current));
        vm.prank(operator);
        beacon.rollback(TIER, 1, 1, "");
    }
}

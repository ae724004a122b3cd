// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";

contract PauseTest is BeaconCase {
    function test_aPauseRecordsWhoAndWhen() public {
        publish(false);
        pass(10);
        pause(operator);
        IVersionBeacon.Directive memory d = head();
        assert(d.paused && !d.pausedByGuardian);
        same(d.pausedBy, operator, "pausedBy");
        same(d.pausedAt, time(), "pausedAt");
        same(d.seq, 2, "seq");
        same(d.rolloutId, 1, "rollout");
    }

    function test_aPauseOfAPausedTierChangesNothing() public {
        publish(false);
        pause(operator);
        bytes32 before = head().headHash;
        pass(10);
        pause(admin);
        same(head().headHash, before, "head");
        pause(guardian);
        before = head().headHash;
        pause(operator);
        pause(guardian);
        same(head().headHash, before, "head under a guardian's pause");
    }

    function test_aGuardianTakesOverAnOperatorsPause() public {
        publish(false);
        pause(operator);
        uint64 since = time();
        pass(10);
        pause(guardian);
        IVersionBeacon.Directive memory d = head();
        assert(d.pausedByGuardian);
        same(d.pausedBy, guardian, "pausedBy");
        same(d.pausedAt, since, "pausedAt");
        same(d.seq, 3, "seq");
    }

    function test_onlyAGuardianMayLeaveTheRolloutOpen() public {
        publish(false);
        publish(false);
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleRollout.selector, 0, 2));
        vm.prank(operator);
        beacon.pause(TIER, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleRollout.selector, 1, 2));
        vm.prank(guardian);
        beacon.pause(TIER, 1, "");
        vm.prank(guardian);
        beacon.pause(TIER, 0, "");
        assert(head().paused);
    }

    function test_anEmptyTierCanBePausedAheadOfItsFirstRelease() public {
        vm.prank(guardian);
        beacon.pause(TIER, 0, "");
        publish(false);
        assert(head().paused);
        same(head().pausedAt, time(), "pausedAt");
    }

    function test_reasonsHaveAtMost200Bytes() public {
        publish(false);
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.ReasonTooLong.selector, 201));
        vm.prank(guardian);
        beacon.pause(TIER, 0, string(new bytes(201)));
        vm.prank(guardian);
        beacon.pause(TIER, 0, string(new bytes(200)));
    }
}

contract ResumeTest is BeaconCase {
    function refusesToResume(address by, string memory why) private {
        uint64 expected = seq();
        refuses(IVersionBeacon.CannotResume.selector, why);
        vm.prank(by);
        beacon.resume(TIER, expected, "");
    }

    function test_onlyWhatIsPausedResumes() public {
        publish(false);
        refusesToResume(operator, "not paused");
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleSeq.selector, 7, 1));
        vm.prank(operator);
        beacon.resume(TIER, 7, "");
    }

    function test_aGuardiansPauseIsLiftedByGuardianOrAdminOnly() public {
        publish(false);
        pause(guardian);
        refusesToResume(operator, "a guardian's pause");
        resume(guardian);
        assert(!head().paused && !head().pausedByGuardian);
        pause(guardian);
        resume(admin);
        same(head().pausedBy, address(0), "pausedBy");
        same(head().pausedAt, 0, "pausedAt");
    }

    function test_aGuardianDoesNotLiftTheOthersPauses() public {
        publish(false);
        pause(operator);
        refusesToResume(guardian, "not a guardian's pause");
        resume(operator);
        pause(admin);
        resume(operator);
    }

    function testFuzz_aPauseShiftsEveryOpeningByItsLength(uint32 beforePause, uint32 length, uint32 rest) public {
        IVersionBeacon.Publication memory made = next();
        made.plan.gated = false;
        publish(made, false);
        uint64 total = uint64(4) * COHORT_DELAY;
        uint64 first = uint64(beforePause) % total;
        pass(first);
        pause(operator);
        pass(length);
        resume(operator);
        rest = uint32(rest % (2 * total));
        pass(rest);
        uint64 expected = seq();
        IVersionBeacon.Publication memory second = next();
        if (first + rest < total) refuses(IVersionBeacon.CannotPromote.selector, "not fully open");
        vm.prank(publisher);
        beacon.publish(second, expected, true);
    }
}

contract OpenTest is BeaconCase {
    function refusesToOpen(uint8 cohort, string memory why) private {
        uint64 expected = rolloutId();
        refuses(IVersionBeacon.CannotOpen.selector, why);
        vm.prank(operator);
        beacon.open(TIER, cohort, expected);
    }

    function test_cohortsOpenOneByOneAfterTheirDelay() public {
        publish(false);
        pass(COHORT_DELAY - 1);
        refusesToOpen(1, "too early");
        pass(1);
        refusesToOpen(0, "not the next cohort");
        refusesToOpen(2, "not the next cohort");
        open(1);
        refusesToOpen(1, "not the next cohort");
        refusesToOpen(2, "too early");
        pass(COHORT_DELAY);
        open(2);
        pass(COHORT_DELAY);
        open(3);
        pass(COHORT_DELAY);
        open(4);
        refusesToOpen(5, "no such cohort");
        same(head().openThrough, 4, "openThrough");
        same(head().openedAt, 4 * COHORT_DELAY, "openedAt");
    }

    function test_aLateOpeningDelaysTheNext() public {
        publish(false);
        pass(3 * COHORT_DELAY);
        open(1);
        refusesToOpen(2, "too early");
        pass(COHORT_DELAY);
        open(2);
    }

    function test_aPauseDoesNotCountTowardsTheDelay() public {
        publish(false);
        pass(COHORT_DELAY - 10);
        pause(operator);
        refusesToOpen(1, "paused");
        pass(1 days);
        resume(operator);
        refusesToOpen(1, "too early");
        pass(10);
        open(1);
    }

    function test_onlyAGatedRolloutHasGates() public {
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.NothingPublished.selector, TIER));
        vm.prank(operator);
        beacon.open(TIER, 1, 0);
        publishThrough(2);
        rollback(operator, 1);
        pass(30 days);
        refusesToOpen(1, "a rollback");
        IVersionBeacon.Publication memory made = next();
        made.plan.gated = false;
        publish(made, false);
        pass(30 days);
        refusesToOpen(1, "not gated");
    }

    function test_theRolloutMustBeTheExpectedOne() public {
        publish(false);
        publish(false);
        pass(COHORT_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleRollout.selector, 1, 2));
        vm.prank(operator);
        beacon.open(TIER, 1, 1);
    }
}

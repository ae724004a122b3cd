// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {Plans} from "../src/Plans.sol";
import {BeaconCase} from "./BeaconCase.sol";

contract PlansTest is BeaconCase {
    function plan(uint16 canary, uint16 cohort, uint32 delay) private pure returns (IVersionBeacon.Plan memory made) {
        made.canaryBps = canary;
        made.cohortBps = cohort;
        made.cohortDelay = delay;
    }

    /// @dev Through an external call, so that a revert can be expected.
    function check(IVersionBeacon.Plan calldata made, uint32 spread) external pure {
        Plans.check(made, spread);
    }

    function refusesPlan(IVersionBeacon.Plan memory made, uint32 spread, string memory why) private {
        refuses(IVersionBeacon.InvalidPlan.selector, why);
        this.check(made, spread);
    }

    function test_theDefaultPlanHasFiveCohorts() public pure {
        same(Plans.lastCohort(plan(500, 2500, 0)), 4, "last cohort");
    }

    function test_aCanaryOfEverybodyIsTheOnlyCohort() public pure {
        same(Plans.lastCohort(plan(10_000, 1, 0)), 0, "last cohort");
    }

    function test_limits() public {
        this.check(plan(500, 500, 0), 0);
        refusesPlan(plan(499, 500, 0), 0, "more than 20 cohorts");
        refusesPlan(plan(0, 2500, 0), 0, "canaryBps");
        refusesPlan(plan(10_001, 2500, 0), 0, "canaryBps");
        refusesPlan(plan(500, 0, 0), 0, "cohortBps");
        refusesPlan(plan(500, 10_001, 0), 0, "cohortBps");
        this.check(plan(5000, 5000, 30 days), 0);
        refusesPlan(plan(5000, 5000, 30 days + 1), 0, "longer than 30 days");
        this.check(plan(10_000, 1, type(uint32).max), 0);
        this.check(plan(500, 500, 0), 1 days);
        refusesPlan(plan(500, 500, 0), 1 days + 1, "spread over a day");
    }

    function testFuzz_everyBucketOfALegalPlanHasACohort(uint16 canary, uint16 cohort, uint16 bucket) public pure {
        canary = uint16(1 + (uint256(canary) % 10_000));
        cohort = uint16(1 + (uint256(cohort) % 10_000));
        bucket = bucket % 10_000;
        uint256 last = Plans.lastCohort(plan(canary, cohort, 0));
        uint256 own = bucket < canary ? 0 : 1 + (uint256(bucket) - canary) / cohort;
        assert(own <= last);
        uint256 ofTheLast = 9_999 < canary ? 0 : 1 + (9_999 - uint256(canary)) / cohort;
        same(ofTheLast, last, "cohort of the last bucket");
    }

    function testFuzz_anAcceptedPlanIsWithinAllLimits(uint16 canary, uint16 cohort, uint32 delay, uint32 spread)
        public
        view
    {
        IVersionBeacon.Plan memory made = plan(canary, cohort, delay);
        try this.check(made, spread) {
            assert(canary >= 1 && canary <= 10_000 && cohort >= 1 && cohort <= 10_000 && spread <= 1 days);
            uint256 cohorts = 1;
            for (uint256 covered = canary; covered < 10_000; covered += cohort) cohorts++;
            assert(cohorts <= 20);
            assert((cohorts - 1) * uint256(delay) <= 30 days);
        } catch (bytes memory reason) {
            assert(bytes4(reason) == IVersionBeacon.InvalidPlan.selector);
        }
    }
}

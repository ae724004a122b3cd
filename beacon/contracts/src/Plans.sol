// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "./IVersionBeacon.sol";

/// @title The arithmetic of a rollout plan
library Plans {
    uint256 internal constant ALL_BPS = 10_000;
    uint256 internal constant MAX_COHORTS = 20;
    uint256 internal constant MAX_SPAN = 30 days;
    uint256 internal constant MAX_SPREAD = 1 days;

    /// @notice The index of the last cohort; a plan of one cohort has the last cohort 0.
    function lastCohort(IVersionBeacon.Plan memory plan) internal pure returns (uint256) {
        uint256 rest = ALL_BPS - plan.canaryBps;
        return (rest + plan.cohortBps - 1) / plan.cohortBps;
    }

    function check(IVersionBeacon.Plan memory plan, uint32 spread) internal pure {
        if (plan.canaryBps == 0 || plan.canaryBps > ALL_BPS) revert IVersionBeacon.InvalidPlan("canaryBps");
        if (plan.cohortBps == 0 || plan.cohortBps > ALL_BPS) revert IVersionBeacon.InvalidPlan("cohortBps");
        uint256 last = lastCohort(plan);
        if (last >= MAX_COHORTS) revert IVersionBeacon.InvalidPlan("more than 20 cohorts");
        if (last * plan.cohortDelay > MAX_SPAN) revert IVersionBeacon.InvalidPlan("longer than 30 days");
        if (spread > MAX_SPREAD) revert IVersionBeacon.InvalidPlan("spread over a day");
    }
}

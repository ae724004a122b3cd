// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";

/// @title Each role × each function: what is not in the table is refused
contract RolesTest is BeaconCase {
    string private constant ACCOUNTS = "publisher guardian operator admin stranger";

    function setUp() public override {
        super.setUp();
        publishThrough(3);
        publish(true);
    }

    function account(uint256 i) private view returns (address) {
        return [publisher, guardian, operator, admin, stranger][i];
    }

    function callOf(IVersionBeacon.Action action) private view returns (bytes memory) {
        IVersionBeacon.Directive memory d = head();
        if (action == IVersionBeacon.Action.PUBLISH) return abi.encodeCall(beacon.publish, (next(), d.seq, false));
        if (action == IVersionBeacon.Action.PAUSE) return abi.encodeCall(beacon.pause, (TIER, d.rolloutId, ""));
        if (action == IVersionBeacon.Action.RESUME) return abi.encodeCall(beacon.resume, (TIER, d.seq, ""));
        if (action == IVersionBeacon.Action.OPEN) return abi.encodeCall(beacon.open, (TIER, 1, d.rolloutId));
        if (action == IVersionBeacon.Action.ROLLBACK) {
            return abi.encodeCall(beacon.rollback, (TIER, 3, d.rolloutId, ""));
        }
        if (action == IVersionBeacon.Action.REVOKE) return abi.encodeCall(beacon.revoke, (TIER, 1, d.seq, ""));
        if (action == IVersionBeacon.Action.RAISE_FLOOR) return abi.encodeCall(beacon.raiseFloor, (TIER, 2, d.seq));
        return abi.encodeCall(beacon.setTrust, (TIER, 1, keccak256("keys"), d.seq));
    }

    /// @dev May publisher, guardian, operator, admin, stranger do it? Each tries from the same state.
    function row(IVersionBeacon.Action action, bool[5] memory may) private {
        for (uint256 i = 0; i < 5; i++) {
            if (!may[i]) {
                tries(i, action, abi.encodeWithSelector(IVersionBeacon.Unauthorized.selector, account(i), action));
            } else {
                tries(i, action, "");
            }
        }
    }

    function tries(uint256 i, IVersionBeacon.Action action, bytes memory refusal) private {
        uint256 state = vm.snapshotState();
        bytes memory data = callOf(action);
        vm.prank(account(i));
        (bool done, bytes memory answer) = address(beacon).call(data);
        if (done != (refusal.length == 0)) revert Different(ACCOUNTS, i, uint256(uint8(action)));
        if (!done) same(keccak256(answer), keccak256(refusal), "refusal");
        vm.revertToState(state);
    }

    function test_publish() public {
        row(IVersionBeacon.Action.PUBLISH, [true, false, false, false, false]);
    }

    function test_pause() public {
        row(IVersionBeacon.Action.PAUSE, [false, true, true, true, false]);
    }

    function test_resume() public {
        bytes4 other = IVersionBeacon.CannotResume.selector;
        uint256 state = vm.snapshotState();
        pause(operator);
        tries(0, IVersionBeacon.Action.RESUME, unauthorized(publisher));
        tries(1, IVersionBeacon.Action.RESUME, abi.encodeWithSelector(other, "not a guardian's pause"));
        tries(2, IVersionBeacon.Action.RESUME, "");
        tries(3, IVersionBeacon.Action.RESUME, "");
        tries(4, IVersionBeacon.Action.RESUME, unauthorized(stranger));
        vm.revertToState(state);
        pause(guardian);
        tries(0, IVersionBeacon.Action.RESUME, unauthorized(publisher));
        tries(1, IVersionBeacon.Action.RESUME, "");
        tries(2, IVersionBeacon.Action.RESUME, abi.encodeWithSelector(other, "a guardian's pause"));
        tries(3, IVersionBeacon.Action.RESUME, "");
        tries(4, IVersionBeacon.Action.RESUME, unauthorized(stranger));
    }

    function test_open() public {
        pass(COHORT_DELAY);
        row(IVersionBeacon.Action.OPEN, [false, false, true, true, false]);
    }

    function test_rollback() public {
        row(IVersionBeacon.Action.ROLLBACK, [false, false, true, true, false]);
    }

    function test_revoke() public {
        row(IVersionBeacon.Action.REVOKE, [true, false, false, true, false]);
    }

    function test_raiseFloor() public {
        row(IVersionBeacon.Action.RAISE_FLOOR, [true, false, false, true, false]);
    }

    function test_setTrust() public {
        row(IVersionBeacon.Action.SET_TRUST, [false, false, false, true, false]);
    }

    function test_grantingAndRevokingRolesIsTheAdminsAlone() public {
        bytes32 role = beacon.OPERATOR();
        bytes32 adminRole = beacon.DEFAULT_ADMIN_ROLE();
        for (uint256 i = 0; i < 5; i++) {
            address caller = account(i);
            if (caller == admin) continue;
            bytes memory refusal =
                abi.encodeWithSignature("AccessControlUnauthorizedAccount(address,bytes32)", caller, adminRole);
            vm.expectRevert(refusal);
            vm.prank(caller);
            beacon.grantRole(role, caller);
            vm.expectRevert(refusal);
            vm.prank(caller);
            beacon.revokeRole(role, operator);
            vm.expectRevert(refusal);
            vm.prank(caller);
            beacon.beginDefaultAdminTransfer(caller);
            vm.expectRevert(refusal);
            vm.prank(caller);
            beacon.changeDefaultAdminDelay(0);
        }
    }

    function unauthorized(address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IVersionBeacon.Unauthorized.selector, caller, IVersionBeacon.Action.RESUME);
    }
}

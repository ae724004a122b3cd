// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";

contract RevokeTest is BeaconCase {
    function refusesToRevoke(uint64 id, string memory why) private {
        uint64 expected = seq();
        refuses(IVersionBeacon.CannotRevoke.selector, why);
        vm.prank(publisher);
        beacon.revoke(TIER, id, expected, "");
    }

    function test_whatIsInUseIsNotRevoked() public {
        publishThrough(1);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 1;
        publish(made, true);
        openAll();
        publish(true);
        refusesToRevoke(0, "no such release");
        refusesToRevoke(4, "no such release");
        refusesToRevoke(3, "in use");
        refusesToRevoke(2, "in use");
        refusesToRevoke(1, "in use");
        openAll();
        publish(true);
        revoke(1);
        refusesToRevoke(1, "already revoked");
        assert(beacon.release(TIER, 1).revoked);
    }

    function test_aRevocationIsAChangeAndLeavesTheContentHash() public {
        publishThrough(3);
        bytes32 content = beacon.release(TIER, 1).contentHash;
        uint64 before = seq();
        revoke(1);
        same(seq(), before + 1, "seq");
        same(beacon.release(TIER, 1).contentHash, content, "content hash");
    }
}

contract FloorTest is BeaconCase {
    function refusesFloor(uint64 floor, string memory why) private {
        uint64 expected = seq();
        refuses(IVersionBeacon.CannotRaiseFloor.selector, why);
        vm.prank(publisher);
        beacon.raiseFloor(TIER, floor, expected);
    }

    function test_theFloorOnlyRisesAndNotAboveTheBaseline() public {
        refusesFloor(1, "above the baseline");
        publishThrough(4);
        refusesFloor(0, "not above the floor");
        refusesFloor(4, "above the baseline");
        raiseFloor(2);
        refusesFloor(2, "not above the floor");
        raiseFloor(3);
        same(head().floor, 3, "floor");
    }
}

contract TrustTest is BeaconCase {
    function refusesTrust(uint64 number, bytes32 digest, string memory why) private {
        uint64 expected = seq();
        refuses(IVersionBeacon.CannotSetTrust.selector, why);
        vm.prank(admin);
        beacon.setTrust(TIER, number, digest, expected);
    }

    function test_trustVersionsRise() public {
        refusesTrust(0, keccak256("keys"), "not a newer version");
        refusesTrust(1, bytes32(0), "no digest");
        refusesTrust(uint64(type(uint32).max) + 1, keccak256("keys"), "version too high");
        vm.prank(admin);
        beacon.setTrust(TIER, 3, keccak256("keys"), 0);
        refusesTrust(3, keccak256("other keys"), "not a newer version");
        IVersionBeacon.Directive memory d = head();
        same(d.trustVersion, 3, "version");
        same(d.trustDigest, keccak256("keys"), "digest");
        same(d.seq, 1, "seq");
        assert(d.kind == IVersionBeacon.Kind.NONE);
    }
}

contract AdminTest is BeaconCase {
    function test_theAdminsPlaceIsHandedOverInTwoStepsAndAfterTheDelay() public {
        address heir = address(0x4E);
        vm.prank(admin);
        beacon.beginDefaultAdminTransfer(heir);
        pass(ADMIN_DELAY);
        vm.expectRevert(abi.encodeWithSignature("AccessControlEnforcedDefaultAdminDelay(uint48)", time()));
        vm.prank(heir);
        beacon.acceptDefaultAdminTransfer();
        pass(1);
        vm.expectRevert(abi.encodeWithSignature("AccessControlInvalidDefaultAdmin(address)", stranger));
        vm.prank(stranger);
        beacon.acceptDefaultAdminTransfer();
        same(beacon.defaultAdmin(), admin, "admin before");
        vm.prank(heir);
        beacon.acceptDefaultAdminTransfer();
        same(beacon.defaultAdmin(), heir, "admin after");
        refusesCaller(admin, IVersionBeacon.Action.SET_TRUST);
        vm.prank(admin);
        beacon.setTrust(TIER, 1, keccak256("keys"), 0);
    }

    function test_theAdminRoleIsNeverGrantedDirectly() public {
        bytes32 role = beacon.DEFAULT_ADMIN_ROLE();
        vm.expectRevert(abi.encodeWithSignature("AccessControlEnforcedDefaultAdminRules()"));
        vm.prank(admin);
        beacon.grantRole(role, stranger);
    }

    function test_aRevokedRoleIsGoneAtOnceButItsPauseStays() public {
        publish(false);
        pause(guardian);
        bytes32 role = beacon.GUARDIAN();
        vm.prank(admin);
        beacon.revokeRole(role, guardian);
        uint64 expected = seq();
        refusesCaller(guardian, IVersionBeacon.Action.RESUME);
        vm.prank(guardian);
        beacon.resume(TIER, expected, "");
        resume(admin);
    }

    function test_theDeploymentBlockIsKept() public {
        vm.roll(5_000);
        same(beacon.deploymentBlock(), 1_000, "deployment block");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {Beacon} from "./Beacon.sol";
import {Vm} from "./Vm.sol";

/// @title A beacon with one holder of each role, and short words for what the tests do with it
abstract contract BeaconCase {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    IVersionBeacon.Tier internal constant TIER = IVersionBeacon.Tier.ORACLE;
    uint48 internal constant ADMIN_DELAY = 2 days;
    uint32 internal constant COHORT_DELAY = 5 hours;

    address internal immutable admin = address(0xAD);
    address internal immutable publisher = address(0xB0);
    address internal immutable guardian = address(0x60);
    address internal immutable operator = address(0x0F);
    address internal immutable stranger = address(0x57);

    Beacon internal beacon;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        beacon = Beacon(vm.deployCode("VersionBeacon.sol:VersionBeacon", abi.encode(admin, ADMIN_DELAY)));
        grant(beacon.PUBLISHER(), publisher);
        grant(beacon.GUARDIAN(), guardian);
        grant(beacon.OPERATOR(), operator);
    }

    function grant(bytes32 role, address account) internal {
        vm.prank(admin);
        beacon.grantRole(role, account);
    }

    function head() internal view returns (IVersionBeacon.Directive memory) {
        return beacon.directive(TIER);
    }

    function seq() internal view returns (uint64) {
        return head().seq;
    }

    function rolloutId() internal view returns (uint64) {
        return head().rolloutId;
    }

    /// @dev Not block.timestamp: an optimizer may read that only once within a call.
    function time() internal view returns (uint64) {
        return uint64(vm.getBlockTimestamp());
    }

    function pass(uint256 duration) internal {
        vm.warp(vm.getBlockTimestamp() + duration);
    }

    function version(uint64 major, uint64 minor, uint64 patch) internal pure returns (uint64) {
        return (major << 40) | (minor << 20) | patch;
    }

    /// @notice A release that may be published next: five gated cohorts, from anywhere, data compatible.
    function next() internal view returns (IVersionBeacon.Publication memory made) {
        uint64 id = beacon.latestId(TIER) + 1;
        made.tier = TIER;
        made.version = version(1, id, 0);
        made.plan = IVersionBeacon.Plan({
            canaryBps: 500,
            cohortBps: 2500,
            cohortDelay: COHORT_DELAY,
            gated: true,
            salt: keccak256(abi.encode("salt", id))
        });
        made.spread = 60;
        made.notesUri = "https://example.org/notes";
        made.components = new IVersionBeacon.Component[](1);
        made.components[0] = IVersionBeacon.Component({
            service: "node",
            repository: "noderr/oracle",
            digest: keccak256(abi.encode("image", id))
        });
    }

    function publish(IVersionBeacon.Publication memory publication, bool promote) internal returns (uint64) {
        uint64 expected = beacon.directive(publication.tier).seq;
        vm.prank(publisher);
        return beacon.publish(publication, expected, promote);
    }

    function publish(bool promote) internal returns (uint64) {
        return publish(next(), promote);
    }

    /// @notice Publishes and takes the rollout to its end, each release promoting the one before.
    function publishThrough(uint64 id) internal {
        while (beacon.latestId(TIER) < id) {
            publish(beacon.latestId(TIER) > 0);
            openAll();
        }
    }

    function openAll() internal {
        IVersionBeacon.Directive memory d = head();
        for (uint8 cohort = d.openThrough + 1; cohort <= 4; cohort++) {
            pass(COHORT_DELAY);
            open(cohort);
        }
    }

    function open(uint8 cohort) internal {
        uint64 expected = rolloutId();
        vm.prank(operator);
        beacon.open(TIER, cohort, expected);
    }

    function pause(address by) internal {
        uint64 expected = rolloutId();
        vm.prank(by);
        beacon.pause(TIER, expected, "looks wrong");
    }

    function resume(address by) internal {
        uint64 expected = seq();
        vm.prank(by);
        beacon.resume(TIER, expected, "looks right");
    }

    function rollback(address by, uint64 to) internal {
        uint64 expected = rolloutId();
        vm.prank(by);
        beacon.rollback(TIER, to, expected, "turned out bad");
    }

    function revoke(uint64 id) internal {
        uint64 expected = seq();
        vm.prank(publisher);
        beacon.revoke(TIER, id, expected, "key lost");
    }

    function raiseFloor(uint64 floor) internal {
        uint64 expected = seq();
        vm.prank(publisher);
        beacon.raiseFloor(TIER, floor, expected);
    }

    function refuses(bytes4 selector, string memory why) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, why));
    }

    function refusesCaller(address caller, IVersionBeacon.Action action) internal {
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.Unauthorized.selector, caller, action));
    }

    function same(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert Different(what, actual, expected);
    }

    function same(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert Different(what, uint256(actual), uint256(expected));
    }

    function same(address actual, address expected, string memory what) internal pure {
        if (actual != expected) revert Different(what, uint160(actual), uint160(expected));
    }

    error Different(string what, uint256 actual, uint256 expected);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";

contract PublishTest is BeaconCase {
    function refusesRelease(IVersionBeacon.Publication memory made, string memory why) private {
        uint64 expected = seq();
        refuses(IVersionBeacon.InvalidRelease.selector, why);
        vm.prank(publisher);
        beacon.publish(made, expected, false);
    }

    function refusesToPromote(string memory why) private {
        uint64 expected = seq();
        IVersionBeacon.Publication memory made = next();
        refuses(IVersionBeacon.CannotPromote.selector, why);
        vm.prank(publisher);
        beacon.publish(made, expected, true);
    }

    function component(string memory service, string memory repository)
        private
        pure
        returns (IVersionBeacon.Component memory)
    {
        return IVersionBeacon.Component({service: service, repository: repository, digest: bytes32(uint256(1))});
    }

    function refusesComponent(string memory service, string memory repository, string memory why) private {
        IVersionBeacon.Publication memory made = next();
        made.components[0] = component(service, repository);
        refusesRelease(made, why);
    }

    function accepts(string memory service, string memory repository) private {
        IVersionBeacon.Publication memory made = next();
        made.components[0] = component(service, repository);
        publish(made, false);
    }

    function test_theFirstReleaseHasNoBaseline() public {
        IVersionBeacon.Publication memory made = next();
        same(publish(made, false), 1, "id");
        IVersionBeacon.Directive memory d = head();
        same(d.seq, 1, "seq");
        same(d.rolloutId, 1, "rollout");
        assert(d.kind == IVersionBeacon.Kind.ROLLOUT);
        same(d.target, 1, "target");
        same(d.baseline, 0, "baseline");
        same(d.startedAt, time(), "startedAt");
        same(d.spread, 60, "spread");
        IVersionBeacon.Release memory r = beacon.release(TIER, 1);
        same(r.id, 1, "release id");
        same(r.version, made.version, "version");
        same(r.publishedAt, time(), "publishedAt");
        same(r.publisher, publisher, "publisher");
        same(keccak256(abi.encode(r.components)), keccak256(abi.encode(made.components)), "components");
        same(keccak256(abi.encode(r.plan)), keccak256(abi.encode(made.plan)), "plan");
        same(keccak256(bytes(r.notesUri)), keccak256(bytes(made.notesUri)), "notes");
    }

    function test_tiersCountApart() public {
        publish(false);
        IVersionBeacon.Publication memory other = next();
        other.tier = IVersionBeacon.Tier.AGENT;
        same(publish(other, false), 1, "id");
        same(beacon.latestId(IVersionBeacon.Tier.ALL), 0, "untouched tier");
        same(beacon.directive(IVersionBeacon.Tier.AGENT).seq, 1, "seq");
        same(seq(), 1, "own seq");
    }

    function test_theExpectedSeqMustBeTheCurrentOne() public {
        publish(false);
        IVersionBeacon.Publication memory made = next();
        vm.expectRevert(abi.encodeWithSelector(IVersionBeacon.StaleSeq.selector, 0, 1));
        vm.prank(publisher);
        beacon.publish(made, 0, false);
    }

    function test_versionsRiseEvenAfterARollback() public {
        publishThrough(2);
        rollback(operator, 1);
        IVersionBeacon.Publication memory made = next();
        made.version = version(1, 2, 0);
        refusesRelease(made, "version");
        made.version = 0;
        refusesRelease(made, "version");
        made.version = version(1, 2, 1);
        publish(made, false);
    }

    function test_withoutPromotionTheBaselineStays() public {
        publishThrough(2);
        publish(false);
        same(head().baseline, 1, "baseline");
        same(head().target, 3, "target");
    }

    function test_promotionMakesTheOldTargetTheBaseline() public {
        publishThrough(2);
        publish(true);
        same(head().baseline, 2, "baseline");
    }

    function test_promotionNeedsAFullyOpenUnpausedRollout() public {
        refusesToPromote("not a rollout");
        publish(false);
        pass(30 days);
        refusesToPromote("not fully open");
        openAll();
        pause(operator);
        refusesToPromote("paused");
        resume(operator);
        publish(true);
        rollback(operator, 1);
        refusesToPromote("not a rollout");
    }

    function test_anUngatedRolloutIsFullyOpenWhenItsTimeIsOver() public {
        IVersionBeacon.Publication memory made = next();
        made.plan.gated = false;
        publish(made, false);
        pass(4 * COHORT_DELAY - 1);
        refusesToPromote("not fully open");
        pass(1);
        publish(true);
    }

    function test_aPauseOutlivesAPublicationAndCountsAnew() public {
        publish(false);
        pass(100);
        pause(guardian);
        pass(50);
        publish(false);
        IVersionBeacon.Directive memory d = head();
        assert(d.paused && d.pausedByGuardian);
        same(d.pausedBy, guardian, "pausedBy");
        same(d.pausedAt, time(), "pausedAt");
        same(d.startedAt, time(), "startedAt");
        same(d.pausedTotal, 0, "pausedTotal");
        pass(70);
        resume(guardian);
        same(head().pausedTotal, 70, "pausedTotal after resume");
    }

    function test_aStoneMustBeOlderProvenAndClear() public {
        publishThrough(3);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 4;
        refusesRelease(made, "minFrom");
        made.minFrom = 3;
        publish(made, false);
        made = next();
        made.minFrom = 4;
        refusesRelease(made, "stone never fully open, or withdrawn");
        made.minFrom = 0;
        publish(made, false);
        revoke(1);
        made = next();
        made.minFrom = 1;
        refusesRelease(made, "stone revoked");
        rollback(operator, 2);
        made.minFrom = 3;
        refusesRelease(made, "stone never fully open, or withdrawn");
        made.minFrom = 2;
        publish(made, false);
    }

    function test_aStoneBehindTheStoneMustNotBeRevokedEither() public {
        publishThrough(1);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 1;
        publish(made, true);
        openAll();
        publish(true);
        openAll();
        publish(true);
        revoke(1);
        made = next();
        made.minFrom = 2;
        refusesRelease(made, "stone revoked");
    }

    function test_aPathHasAtMostEightHops() public {
        publishThrough(1);
        for (uint64 stone = 1; stone < 8; stone++) {
            IVersionBeacon.Publication memory made = next();
            made.minFrom = stone;
            publish(made, true);
            openAll();
        }
        IVersionBeacon.Publication memory ninth = next();
        ninth.minFrom = 8;
        refusesRelease(ninth, "more than 8 hops");
        ninth.minFrom = 7;
        publish(ninth, true);
        same(beacon.chainView(TIER, 0).targetStones.length, 7, "stones");
    }

    function test_oneToFourDistinctComponents() public {
        IVersionBeacon.Publication memory made = next();
        made.components = new IVersionBeacon.Component[](0);
        refusesRelease(made, "components");
        made.components = new IVersionBeacon.Component[](5);
        refusesRelease(made, "components");
        made.components = new IVersionBeacon.Component[](4);
        made.components[0] = component("node", "noderr/node");
        made.components[1] = component("signer", "noderr/signer");
        made.components[2] = component("feed", "noderr/feed");
        made.components[3] = component("node", "noderr/other");
        refusesRelease(made, "service twice");
        made.components[3].service = "node-2";
        made.components[3].digest = bytes32(0);
        refusesRelease(made, "digest");
        made.components[3].digest = bytes32(uint256(7));
        publish(made, false);
        same(beacon.release(TIER, 1).components.length, 4, "components");
    }

    function test_aServiceIsAShortLowerCaseName() public {
        string[9] memory wrong = ["", "n", "Node", "no_de", "-node", "node-", "no de", "no.de", "2node"];
        for (uint256 i = 0; i < wrong.length; i++) refusesComponent(wrong[i], "noderr/node", "service");
        refusesComponent(letters(33), "noderr/node", "service");
        accepts(letters(32), "noderr/node");
        accepts("n2", "noderr/node");
        accepts("node-2--b", "noderr/node");
    }

    function test_aRepositoryIsAPathWithoutAHostTagOrDigest() public {
        string[21] memory wrong = [
            "",
            "/noderr",
            "noderr/",
            "noderr//node",
            "localhost:5000/node",
            "ghcr.io/noderr/node",
            "noderr/node:1.0",
            "noderr/node@sha256",
            "Noderr/node",
            "noderr/../node",
            "noderr/.node",
            "noderr/node..x",
            "../node",
            "-node",
            "noderr/node-",
            "noderr/node-/x",
            "noderr/a___b",
            "noderr/a_-b",
            "noderr/a._b",
            "noderr/n%6fde",
            "noderr node"
        ];
        for (uint256 i = 0; i < wrong.length; i++) refusesComponent("node", wrong[i], "repository");
        refusesComponent("node", letters(129), "repository");
        accepts("node", letters(128));
        string[5] memory right = ["node", "noderr/node", "noderr/team/node_a.b-c", "node.js", "a__b/c---d"];
        for (uint256 i = 0; i < right.length; i++) accepts("node", right[i]);
    }

    function letters(uint256 count) private pure returns (string memory) {
        bytes memory text = new bytes(count);
        for (uint256 i = 0; i < count; i++) text[i] = "a";
        return string(text);
    }

    function test_longNotesAreRefused() public {
        IVersionBeacon.Publication memory made = next();
        made.notesUri = string(new bytes(257));
        refusesRelease(made, "notesUri");
        made.notesUri = string(new bytes(256));
        publish(made, false);
    }

    function test_aBadPlanIsRefused() public {
        IVersionBeacon.Publication memory made = next();
        made.plan.canaryBps = 0;
        refuses(IVersionBeacon.InvalidPlan.selector, "canaryBps");
        vm.prank(publisher);
        beacon.publish(made, 0, false);
    }
}

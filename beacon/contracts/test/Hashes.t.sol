// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "../src/IVersionBeacon.sol";
import {BeaconCase} from "./BeaconCase.sol";
import {Vm} from "./Vm.sol";

contract HashesTest is BeaconCase {
    function content(uint64 id) private view returns (bytes32) {
        IVersionBeacon.Release memory r = beacon.release(TIER, id);
        return keccak256(
            abi.encode(
                IVersionBeacon.Release({
                    tier: r.tier,
                    id: r.id,
                    version: r.version,
                    minFrom: r.minFrom,
                    data: r.data,
                    plan: r.plan,
                    notesUri: r.notesUri,
                    publishedAt: r.publishedAt,
                    publisher: r.publisher,
                    revoked: false,
                    contentHash: r.minFrom == 0 ? bytes32(0) : content(r.minFrom),
                    components: r.components
                })
            )
        );
    }

    function test_aContentHashCoversTheReleaseAndItsStones() public {
        publishThrough(1);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 1;
        publish(made, true);
        openAll();
        made = next();
        made.minFrom = 2;
        publish(made, true);
        for (uint64 id = 1; id <= 3; id++) same(beacon.release(TIER, id).contentHash, content(id), "content hash");
    }

    function test_everyChangeIsLinkedToTheOneBeforeAndTold() public {
        vm.recordLogs();
        publishThrough(2);
        pause(operator);
        resume(operator);
        publish(true);
        raiseFloor(1);
        rollback(operator, 2);
        revoke(1);
        uint64 expected = seq();
        vm.prank(admin);
        beacon.setTrust(TIER, 1, keccak256("keys"), expected);

        bytes32 topic = IVersionBeacon.DirectiveChanged.selector;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint64 last = 0;
        bytes32 previous = bytes32(0);
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics[0] != topic) continue;
            (,,, IVersionBeacon.Directive memory d) =
                abi.decode(logs[i].data, (address, uint64, string, IVersionBeacon.Directive));
            last += 1;
            same(d.seq, last, "seq");
            same(uint256(logs[i].topics[2]), last, "seq topic");
            same(d.previousHash, previous, "previous hash");
            previous = d.headHash;
            d.headHash = bytes32(0);
            bytes32 baseline = d.baseline == 0 ? bytes32(0) : content(d.baseline);
            same(previous, keccak256(abi.encode(d, content(d.target), baseline)), "head hash");
        }
        same(last, seq(), "changes told");
        same(head().headHash, previous, "head");
    }
}

contract ChainViewTest is BeaconCase {
    function test_anEmptyTierHasAnEmptyView() public view {
        IVersionBeacon.ChainView memory v = beacon.chainView(TIER, 0);
        same(v.chainId, block.chainid, "chain id");
        same(v.deploymentBlock, 1_000, "deployment block");
        same(v.blockNumber, block.number, "block number");
        same(v.blockTime, block.timestamp, "block time");
        same(v.directive.seq, 0, "seq");
        same(v.target.id, 0, "target");
        same(v.baseline.id, 0, "baseline");
        same(v.targetStones.length + v.baselineStones.length, 0, "stones");
    }

    function test_stonesAreThoseAboveWhatRunsInRisingOrder() public {
        publishThrough(2);
        IVersionBeacon.Publication memory made = next();
        made.minFrom = 2;
        publish(made, true);
        openAll();
        publish(true);
        openAll();
        made = next();
        made.minFrom = 3;
        publish(made, true);
        IVersionBeacon.ChainView memory v = beacon.chainView(TIER, 0);
        same(v.target.id, 5, "target");
        same(v.baseline.id, 4, "baseline");
        same(v.targetStones.length, 2, "stones from nothing");
        same(v.targetStones[0].id, 2, "first");
        same(v.targetStones[1].id, 3, "second");
        same(v.baselineStones.length, 0, "baseline stones");
        v = beacon.chainView(TIER, 2);
        same(v.targetStones.length, 1, "stones from 2");
        same(v.targetStones[0].id, 3, "only");
        same(v.current, 2, "current");
        same(beacon.chainView(TIER, 3).targetStones.length, 0, "stones from 3");
        same(beacon.chainView(TIER, 99).targetStones.length, 0, "stones from an unknown release");
    }

    function test_theDescentIsTheStrictestPolicyAboveTheBaseline() public {
        publishThrough(2);
        IVersionBeacon.Publication memory made = next();
        made.data = IVersionBeacon.DataPolicy.RESTORE;
        publish(made, true);
        publish(false);
        assert(beacon.chainView(TIER, 2).descent == IVersionBeacon.DataPolicy.COMPATIBLE);
        assert(beacon.chainView(TIER, 3).descent == IVersionBeacon.DataPolicy.RESTORE);
        assert(beacon.chainView(TIER, 4).descent == IVersionBeacon.DataPolicy.RESTORE);
        assert(beacon.chainView(TIER, type(uint64).max).descent == IVersionBeacon.DataPolicy.RESTORE);
        made = next();
        made.data = IVersionBeacon.DataPolicy.IRREVERSIBLE;
        publish(made, false);
        assert(beacon.chainView(TIER, 5).descent == IVersionBeacon.DataPolicy.IRREVERSIBLE);
    }
}

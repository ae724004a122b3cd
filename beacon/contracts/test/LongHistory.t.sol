// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {History} from "./model/History.sol";
import {Laws} from "./model/Laws.sol";

/// @title Long histories from fixed seeds
/// @notice They show that the random actions reach every kind of move, so that the checks are not empty.
contract LongHistoryTest {
    uint256 private constant HISTORIES = 6;
    uint256 private constant STEPS = 1_000;

    mapping(string what => uint256 times) private _reached;

    event Reached(string what, uint256 times);

    function test_longHistoriesReachEveryKindOfMove() public {
        for (uint256 seed = 0; seed < HISTORIES; seed++) {
            // A frame of its own: the memory of one history is given back before the next.
            this.live(seed, new History());
        }
        reached("rollouts");
        reached("rollbacks");
        reached("moves up");
        reached("moves down");
        reached("stones passed");
        reached("moves off a withdrawn release");
        reached("floors raised");
    }

    function live(uint256 seed, History history) external {
        for (uint256 step = 0; step < STEPS; step++) {
            act(history, uint256(keccak256(abi.encode(seed, step))));
            if (step % 20 == 0) {
                Laws.nobodyIsStuck(history);
                Laws.releasesInUseAreSound(history);
            }
        }
        Laws.aGuardiansPauseHolds(history);
        _reached["rollouts"] += history.rollouts();
        _reached["rollbacks"] += history.rollbacks();
        _reached["moves up"] += history.movesUp();
        _reached["moves down"] += history.movesDown();
        _reached["stones passed"] += history.stonesPassed();
        _reached["moves off a withdrawn release"] += history.movesOffAWithdrawnRelease();
        _reached["floors raised"] += history.floorsRaised();
    }

    function act(History history, uint256 dice) private {
        uint256 choice = dice % 16;
        dice >>= 8;
        uint8 who = uint8(dice >> 128);
        uint8 what = uint8(dice >> 136);
        bool coin = (dice >> 144) % 2 == 0;
        if (choice < 4) history.wait(uint32(dice));
        else if (choice < 5) history.release(dice, uint16(dice >> 160), uint16(dice >> 176), coin, what % 4 != 0);
        else if (choice < 9) history.press(who, what, dice % 1e6);
        else if (choice < 10) history.keep(what, dice % 1e6, coin);
        else if (choice < 11) history.steal(what, uint64(dice), who, coin);
        else history.follow(dice % 1e6);
    }

    function reached(string memory what) private {
        emit Reached(what, _reached[what]);
        assert(_reached[what] >= 3);
    }
}

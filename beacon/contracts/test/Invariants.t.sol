// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {History} from "./model/History.sol";
import {Laws} from "./model/Laws.sol";

/// @title The laws, held against random histories
contract InvariantsTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    History private _history;

    function setUp() public {
        _history = new History();
    }

    function targetContracts() external view returns (address[] memory contracts) {
        contracts = new address[](1);
        contracts[0] = address(_history);
    }

    /// @dev Listed more than once: likelier.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = History.wait.selector;
        selectors[1] = History.wait.selector;
        selectors[2] = History.release.selector;
        selectors[3] = History.press.selector;
        selectors[4] = History.press.selector;
        selectors[5] = History.press.selector;
        selectors[6] = History.keep.selector;
        selectors[7] = History.steal.selector;
        selectors[8] = History.follow.selector;
        selectors[9] = History.follow.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_history), selectors);
    }

    function invariant_onceTheGatesOpenNobodyIsStuck() public view {
        Laws.nobodyIsStuck(_history);
    }

    function invariant_theReleasesInUseAreSound() public view {
        Laws.releasesInUseAreSound(_history);
    }

    /// @dev forge undoes what this changes.
    function invariant_aGuardianCanAlwaysPauseAndTheOperatorCannotLiftIt() public {
        Laws.aGuardiansPauseHolds(_history);
    }
}

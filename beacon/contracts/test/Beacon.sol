// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    IAccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/IAccessControlDefaultAdminRules.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IVersionBeacon} from "../src/IVersionBeacon.sol";

/// @notice The beacon as the tests see it: they never import the contract itself, which is slow to compile.
interface Beacon is IVersionBeacon, IAccessControl, IAccessControlDefaultAdminRules {
    function PUBLISHER() external view returns (bytes32);
    function GUARDIAN() external view returns (bytes32);
    function OPERATOR() external view returns (bytes32);
    function DEFAULT_ADMIN_ROLE() external view returns (bytes32);
    function deploymentBlock() external view returns (uint64);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The cheat codes that these tests use; forge-std is not published where our packages come from.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function deployCode(string calldata artifact, bytes calldata constructorArguments) external returns (address);
    function expectRevert(bytes calldata revertData) external;
    function getBlockTimestamp() external view returns (uint256);
    function getRecordedLogs() external returns (Log[] memory logs);
    function prank(address sender) external;
    function recordLogs() external;
    function revertToState(uint256 snapshot) external returns (bool done);
    function roll(uint256 blockNumber) external;
    function snapshotState() external returns (uint256 snapshot);
    function warp(uint256 timestamp) external;
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "./IVersionBeacon.sol";

/// @title The shape of a single release
/// @dev Never laxer than protocol/src/release.ts: what a reader cannot parse would stop the whole tier.
library Releases {
    uint256 internal constant MAX_COMPONENTS = 4;
    uint256 internal constant MIN_SERVICE_BYTES = 2;
    uint256 internal constant MAX_SERVICE_BYTES = 32;
    uint256 internal constant MAX_REPOSITORY_BYTES = 128;
    uint256 internal constant MAX_NOTES_BYTES = 256;

    /// @notice keccak256 of the ABI encoding of the release with `revoked` false and the stone's hash as `contentHash`.
    /// @dev So the hash of a release covers every stone on the way to it.
    function hash(IVersionBeacon.Release memory release, bytes32 stoneHash) internal pure returns (bytes32) {
        release.revoked = false;
        release.contentHash = stoneHash;
        return keccak256(abi.encode(release));
    }

    function check(IVersionBeacon.Publication calldata publication) internal pure {
        if (bytes(publication.notesUri).length > MAX_NOTES_BYTES) revert IVersionBeacon.InvalidRelease("notesUri");
        IVersionBeacon.Component[] calldata components = publication.components;
        if (components.length == 0 || components.length > MAX_COMPONENTS) {
            revert IVersionBeacon.InvalidRelease("components");
        }
        for (uint256 i = 0; i < components.length; i++) {
            _checkComponent(components[i]);
            bytes32 name = keccak256(bytes(components[i].service));
            for (uint256 j = 0; j < i; j++) {
                if (keccak256(bytes(components[j].service)) == name) {
                    revert IVersionBeacon.InvalidRelease("service twice");
                }
            }
        }
    }

    function _checkComponent(IVersionBeacon.Component calldata component) private pure {
        if (!_isService(bytes(component.service))) revert IVersionBeacon.InvalidRelease("service");
        if (!_isRepository(bytes(component.repository))) revert IVersionBeacon.InvalidRelease("repository");
        if (component.digest == bytes32(0)) revert IVersionBeacon.InvalidRelease("digest");
    }

    function _isService(bytes calldata name) private pure returns (bool) {
        if (name.length < MIN_SERVICE_BYTES || name.length > MAX_SERVICE_BYTES) return false;
        if (!_isLetter(name[0]) || name[name.length - 1] == "-") return false;
        for (uint256 i = 1; i < name.length; i++) {
            if (!_isAlphanumeric(name[i]) && name[i] != "-") return false;
        }
        return true;
    }

    /// @dev As the OCI distribution spec has it, and no dot before the first slash: Docker would take that for a host.
    function _isRepository(bytes calldata path) private pure returns (bool) {
        if (path.length == 0 || path.length > MAX_REPOSITORY_BYTES) return false;
        if (!_isAlphanumeric(path[0]) || !_isAlphanumeric(path[path.length - 1])) return false;
        bool nested = false;
        bool dotted = false;
        for (uint256 i = 1; i < path.length; i++) {
            bytes1 char = path[i];
            if (_isAlphanumeric(char)) continue;
            bytes1 before = path[i - 1];
            if (!_isAlphanumeric(before)) {
                bool isRun = char == before && (char == "-" || (char == "_" && path[i - 2] != "_"));
                if (!isRun) return false;
            }
            if (char == "/") {
                if (dotted && !nested) return false;
                nested = true;
            } else if (char == ".") {
                dotted = true;
            } else if (char != "_" && char != "-") {
                return false;
            }
        }
        return true;
    }

    function _isLetter(bytes1 char) private pure returns (bool) {
        return char >= "a" && char <= "z";
    }

    function _isAlphanumeric(bytes1 char) private pure returns (bool) {
        return _isLetter(char) || (char >= "0" && char <= "9");
    }
}

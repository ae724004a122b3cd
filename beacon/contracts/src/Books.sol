// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IVersionBeacon} from "./IVersionBeacon.sol";

/// @notice All that the beacon knows of one tier.
struct Book {
    IVersionBeacon.Directive directive;
    uint64 latest;
    /// The highest irreversible release: nothing is ever rolled back below it.
    uint64 irreversible;
    /// How many entries of `proven` still stand; a rollback cuts the tail off without touching each entry.
    uint64 provenCount;
    mapping(uint64 id => IVersionBeacon.Release) releases;
    /// Releases that were once open to everybody, ids rising.
    mapping(uint64 index => uint64 id) proven;
    mapping(uint64 id => uint64 index) provenIndex;
}

/// @title Questions to, and entries in, the book of a tier
library Books {
    /// A path up from nothing has at most this many hops, the target included.
    uint256 internal constant MAX_HOPS = 8;

    function contentHash(Book storage book, uint64 id) internal view returns (bytes32) {
        return book.releases[id].contentHash;
    }

    /// @notice True if the release was once open to everybody and no rollback has gone below it since.
    function isProven(Book storage book, uint64 id) internal view returns (bool) {
        uint64 index = book.provenIndex[id];
        return id != 0 && index < book.provenCount && book.proven[index] == id;
    }

    function prove(Book storage book, uint64 id) internal {
        book.proven[book.provenCount] = id;
        book.provenIndex[id] = book.provenCount;
        book.provenCount += 1;
    }

    /// @notice Takes the proof from every release above `id`, which must be proven itself.
    function disproveAbove(Book storage book, uint64 id) internal {
        book.provenCount = book.provenIndex[id] + 1;
    }

    /// @notice True if `stone` lies on the path to `id` from nothing, or is `id`.
    function leadsThrough(Book storage book, uint64 id, uint64 stone) internal view returns (bool) {
        while (id > stone) id = book.releases[id].minFrom;
        return id == stone && stone != 0;
    }

    /// @notice True if neither the release nor a stone on the path to it is revoked.
    function isClear(Book storage book, uint64 id) internal view returns (bool) {
        for (; id != 0; id = book.releases[id].minFrom) {
            if (book.releases[id].revoked) return false;
        }
        return true;
    }

    /// @notice Hops from nothing to `id`; 0 for none.
    function hops(Book storage book, uint64 id) internal view returns (uint256 count) {
        for (; id != 0; id = book.releases[id].minFrom) count++;
    }

    /// @notice The stones on the way from `current` up to `id`, ids rising, both ends left out.
    function stones(Book storage book, uint64 id, uint64 current)
        internal
        view
        returns (IVersionBeacon.Release[] memory path)
    {
        uint256 count = 0;
        for (uint64 stone = book.releases[id].minFrom; stone > current; stone = book.releases[stone].minFrom) count++;
        path = new IVersionBeacon.Release[](count);
        for (uint64 stone = book.releases[id].minFrom; stone > current; stone = book.releases[stone].minFrom) {
            count--;
            path[count] = book.releases[stone];
        }
    }

    /// @notice The strictest policy of the releases in (low, high].
    function strictest(Book storage book, uint64 low, uint64 high)
        internal
        view
        returns (IVersionBeacon.DataPolicy policy)
    {
        if (high > book.latest) high = book.latest;
        for (uint64 id = high; id > low; id--) {
            IVersionBeacon.DataPolicy own = book.releases[id].data;
            if (own > policy) policy = own;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Book, Books} from "./Books.sol";
import {Directives} from "./Directives.sol";
import {IVersionBeacon} from "./IVersionBeacon.sol";
import {Plans} from "./Plans.sol";
import {Releases} from "./Releases.sol";

/// @title The one authority for what a node should run
/// @notice docs/development/contract.md has the table of roles and functions and the invariants.
contract VersionBeacon is IVersionBeacon, AccessControlDefaultAdminRules {
    using Books for Book;
    using Directives for Directive;
    using Plans for Plan;

    bytes32 public constant PUBLISHER = keccak256("PUBLISHER");
    bytes32 public constant GUARDIAN = keccak256("GUARDIAN");
    bytes32 public constant OPERATOR = keccak256("OPERATOR");

    uint256 private constant MAX_REASON_BYTES = 200;
    /// Far within what every reader holds exactly; a slip of the hand cannot use all numbers up.
    uint256 private constant MAX_TRUST_VERSION = type(uint32).max;

    uint64 public immutable deploymentBlock;

    mapping(Tier tier => Book) private _books;

    /// @param adminDelay seconds between the offer of the admin's place and its acceptance
    constructor(address admin, uint48 adminDelay) AccessControlDefaultAdminRules(adminDelay, admin) {
        deploymentBlock = uint64(block.number);
    }

    function publish(Publication calldata publication, uint64 expectedSeq, bool promote) external returns (uint64 id) {
        _allow(hasRole(PUBLISHER, msg.sender), Action.PUBLISH);
        Book storage book = _books[publication.tier];
        Directive memory d = book.directive;
        _expectSeq(d, expectedSeq);
        _settle(book, d, promote);
        id = _record(book, publication);
        d.aim(Kind.ROLLOUT, id, publication.spread, _now());
        emit ReleasePublished(publication.tier, id, publication.version, msg.sender);
        _commit(publication.tier, d, Action.PUBLISH, id, "");
    }

    function pause(Tier tier, uint64 expectedRollout, string calldata reason) external {
        bool guardian = hasRole(GUARDIAN, msg.sender);
        _allow(guardian || _steers(), Action.PAUSE);
        Directive memory d = _books[tier].directive;
        if (!guardian || expectedRollout != 0) _expectRollout(d, expectedRollout);
        _limit(reason);
        if (d.paused && (d.pausedByGuardian || !guardian)) return;
        // A guardian takes over a pause that an operator could lift; its beginning stays.
        if (!d.paused) d.pausedAt = _now();
        d.paused = true;
        d.pausedBy = msg.sender;
        d.pausedByGuardian = guardian;
        _commit(tier, d, Action.PAUSE, d.rolloutId, reason);
    }

    function resume(Tier tier, uint64 expectedSeq, string calldata reason) external {
        bool guardian = hasRole(GUARDIAN, msg.sender);
        _allow(guardian || _steers(), Action.RESUME);
        Directive memory d = _books[tier].directive;
        _expectSeq(d, expectedSeq);
        _limit(reason);
        if (!d.paused) revert CannotResume("not paused");
        if (d.pausedByGuardian) {
            if (!guardian && !_isAdmin()) revert CannotResume("a guardian's pause");
        } else if (!_steers()) {
            revert CannotResume("not a guardian's pause");
        }
        d.pausedTotal += _now() - d.pausedAt;
        d.clearPause();
        _commit(tier, d, Action.RESUME, d.rolloutId, reason);
    }

    function open(Tier tier, uint8 cohort, uint64 expectedRollout) external {
        _allow(_steers(), Action.OPEN);
        Book storage book = _books[tier];
        Directive memory d = book.directive;
        if (d.target == 0) revert NothingPublished(tier);
        _expectRollout(d, expectedRollout);
        Plan memory plan = book.releases[d.target].plan;
        if (d.kind != Kind.ROLLOUT) revert CannotOpen("a rollback");
        if (!plan.gated) revert CannotOpen("not gated");
        if (d.paused) revert CannotOpen("paused");
        if (cohort > plan.lastCohort()) revert CannotOpen("no such cohort");
        if (cohort != d.openThrough + 1) revert CannotOpen("not the next cohort");
        uint64 elapsed = d.elapsed(_now());
        if (elapsed - d.openedAt < plan.cohortDelay) revert CannotOpen("too early");
        d.openThrough = cohort;
        d.openedAt = elapsed;
        _commit(tier, d, Action.OPEN, cohort, "");
    }

    function rollback(Tier tier, uint64 to, uint64 expectedRollout, string calldata reason) external {
        _allow(_steers(), Action.ROLLBACK);
        Book storage book = _books[tier];
        Directive memory d = book.directive;
        if (d.target == 0) revert NothingPublished(tier);
        _expectRollout(d, expectedRollout);
        _limit(reason);
        if (to == 0 || to > d.baseline) revert CannotRollBack("above the baseline");
        if (to >= d.target) revert CannotRollBack("not below the target");
        if (to < d.floor) revert CannotRollBack("below the floor");
        if (to < book.irreversible) revert CannotRollBack("below an irreversible release");
        if (!book.isProven(to)) revert CannotRollBack("never fully open, or withdrawn");
        if (!book.isClear(to)) revert CannotRollBack("revoked");
        book.disproveAbove(to);
        d.baseline = to;
        if (d.target > d.withdrawn) d.withdrawn = d.target;
        // An operator may turn round under a guardian's pause, but not lift it.
        if (!d.pausedByGuardian || _isAdmin()) d.clearPause();
        d.aim(Kind.ROLLBACK, to, 0, _now());
        _commit(tier, d, Action.ROLLBACK, to, reason);
    }

    function revoke(Tier tier, uint64 id, uint64 expectedSeq, string calldata reason) external {
        _allow(hasRole(PUBLISHER, msg.sender) || _isAdmin(), Action.REVOKE);
        Book storage book = _books[tier];
        Directive memory d = book.directive;
        _expectSeq(d, expectedSeq);
        _limit(reason);
        if (id == 0 || id > book.latest) revert CannotRevoke("no such release");
        if (book.releases[id].revoked) revert CannotRevoke("already revoked");
        if (book.leadsThrough(d.target, id) || book.leadsThrough(d.baseline, id)) revert CannotRevoke("in use");
        book.releases[id].revoked = true;
        _commit(tier, d, Action.REVOKE, id, reason);
    }

    function raiseFloor(Tier tier, uint64 floor, uint64 expectedSeq) external {
        _allow(hasRole(PUBLISHER, msg.sender) || _isAdmin(), Action.RAISE_FLOOR);
        Directive memory d = _books[tier].directive;
        _expectSeq(d, expectedSeq);
        if (floor <= d.floor) revert CannotRaiseFloor("not above the floor");
        if (floor > d.baseline) revert CannotRaiseFloor("above the baseline");
        d.floor = floor;
        _commit(tier, d, Action.RAISE_FLOOR, floor, "");
    }

    function setTrust(Tier tier, uint64 version, bytes32 digest, uint64 expectedSeq) external {
        _allow(_isAdmin(), Action.SET_TRUST);
        Directive memory d = _books[tier].directive;
        _expectSeq(d, expectedSeq);
        if (version <= d.trustVersion) revert CannotSetTrust("not a newer version");
        if (version > MAX_TRUST_VERSION) revert CannotSetTrust("version too high");
        if (digest == bytes32(0)) revert CannotSetTrust("no digest");
        d.trustVersion = version;
        d.trustDigest = digest;
        _commit(tier, d, Action.SET_TRUST, version, "");
    }

    function chainView(Tier tier, uint64 current) external view returns (ChainView memory) {
        Book storage book = _books[tier];
        Directive memory d = book.directive;
        return ChainView({
            chainId: block.chainid,
            deploymentBlock: deploymentBlock,
            blockNumber: uint64(block.number),
            blockTime: _now(),
            current: current,
            directive: d,
            target: book.releases[d.target],
            baseline: book.releases[d.baseline],
            targetStones: book.stones(d.target, current),
            baselineStones: book.stones(d.baseline, current),
            descent: book.strictest(d.baseline, current)
        });
    }

    function directive(Tier tier) external view returns (Directive memory) {
        return _books[tier].directive;
    }

    function release(Tier tier, uint64 id) external view returns (Release memory) {
        return _books[tier].releases[id];
    }

    function latestId(Tier tier) external view returns (uint64) {
        return _books[tier].latest;
    }

    function isProven(Tier tier, uint64 id) external view returns (bool) {
        return _books[tier].isProven(id);
    }

    /// @dev Says what became of the target that is about to be replaced.
    function _settle(Book storage book, Directive memory d, bool promote) private {
        bool open_ = d.fullyOpen(book.releases[d.target].plan, _now());
        if (open_) book.prove(d.target);
        if (!promote) return;
        if (d.kind != Kind.ROLLOUT) revert CannotPromote("not a rollout");
        if (d.paused) revert CannotPromote("paused");
        if (!open_) revert CannotPromote("not fully open");
        d.baseline = d.target;
    }

    function _record(Book storage book, Publication calldata publication) private returns (uint64 id) {
        Releases.check(publication);
        publication.plan.check(publication.spread);
        if (publication.version <= book.releases[book.latest].version) revert InvalidRelease("version");
        uint64 stone = publication.minFrom;
        id = book.latest + 1;
        if (stone != 0) {
            if (stone >= id) revert InvalidRelease("minFrom");
            if (!book.isProven(stone)) revert InvalidRelease("stone never fully open, or withdrawn");
            if (!book.isClear(stone)) revert InvalidRelease("stone revoked");
            if (book.hops(stone) >= Books.MAX_HOPS) revert InvalidRelease("more than 8 hops");
        }
        Release memory made = Release({
            tier: publication.tier,
            id: id,
            version: publication.version,
            minFrom: stone,
            data: publication.data,
            plan: publication.plan,
            notesUri: publication.notesUri,
            publishedAt: _now(),
            publisher: msg.sender,
            revoked: false,
            contentHash: bytes32(0),
            components: publication.components
        });
        made.contentHash = Releases.hash(made, book.contentHash(stone));
        book.releases[id] = made;
        book.latest = id;
        if (publication.data == DataPolicy.IRREVERSIBLE) book.irreversible = id;
    }

    function _commit(Tier tier, Directive memory d, Action action, uint64 subject, string memory reason) private {
        Book storage book = _books[tier];
        d.seq += 1;
        d.previousHash = d.headHash;
        d.headHash = d.hash(book.contentHash(d.target), book.contentHash(d.baseline));
        book.directive = d;
        emit DirectiveChanged(tier, d.seq, action, msg.sender, subject, reason, d);
    }

    function _allow(bool allowed, Action action) private view {
        if (!allowed) revert Unauthorized(msg.sender, action);
    }

    function _steers() private view returns (bool) {
        return hasRole(OPERATOR, msg.sender) || _isAdmin();
    }

    function _isAdmin() private view returns (bool) {
        return hasRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    function _expectSeq(Directive memory d, uint64 expected) private pure {
        if (d.seq != expected) revert StaleSeq(expected, d.seq);
    }

    function _expectRollout(Directive memory d, uint64 expected) private pure {
        if (d.rolloutId != expected) revert StaleRollout(expected, d.rolloutId);
    }

    function _limit(string calldata reason) private pure {
        if (bytes(reason).length > MAX_REASON_BYTES) revert ReasonTooLong(bytes(reason).length);
    }

    function _now() private view returns (uint64) {
        return uint64(block.timestamp);
    }
}

"""The recorded versions of a plan, and how far the acknowledgements in them can be trusted."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from coachplan.base.layout import is_plan_md
from coachplan.coaching.consent import Consent, consents
from coachplan.format import read_plan
from coachplan.plan import Acknowledgement, Activity, Person, Plan
from coachplan.plan.said import Said, all_said
from coachplan.plan.terms import covers
from coachplan.store.commits import Commit
from coachplan.store.history import History, Signature
from coachplan.views.lineage import Brought, Lineage

_ADDRESS = re.compile(r"<([^<>]*)>\s*$")


def versions(history: History, path: str) -> Iterator[Plan]:
    """The recorded versions of the plan in the folder `path` that can be read, the newest first."""
    for commit in history.commits(path):
        for change in commit.changes:
            if change.after and is_plan_md(change.path):
                raw = history.known_blobs([change.after]).get(change.after)
                content = read_plan(change.path, raw).content if raw is not None else None
                if content:
                    yield content


def recorded_consents(history: History, path: str, plan: Plan) -> tuple[Consent, ...]:
    """Return where each person stands with the terms of the plan in the folder `path`, and what changed since."""
    return consents(plan, versions(history, path))


def version_of(history: History, path: str, entry: Acknowledgement) -> Plan | None:
    """Return the newest version of a plan with the terms that somebody's word is for; None where there is not any."""
    said = entry.terms
    return next((plan for plan in versions(history, path) if covers(said, plan)), None) if said else None


def own_acceptances(history: History, path: str, plan: Plan) -> dict[int, Commit]:
    """Return the commit in which the team member accepted each activity that has begun, by its place.

    Only what they accepted in these same words counts. Left out is what no commit of theirs brought: a merge brings
    nothing, nor does a plan that moved, an id that was mended, or an order that changed.
    """
    lineage, member = Lineage.of(history, path), plan.people.team_member
    if lineage is None or not any(lineage.is_by(turn, member) for turn in lineage.turns):
        return {}
    said = all_said(plan).items()
    found = {entry.place: lineage.brought(key) for key, entry in said if entry.section == "activities"}
    return {place: brought.commit for place, brought in found.items() if brought and brought.how == "own"}


Worth = Literal[
    "verified", "unknown-key", "bad", "expired", "revoked", "someone-else", "unsigned", "unrecorded", "unknown"
]


_WORTH: dict[str, Worth] = {
    "G": "verified",
    "U": "unknown-key",
    "E": "unknown-key",
    "B": "bad",
    "X": "expired",
    "Y": "expired",
    "R": "revoked",
    "N": "unsigned",
}


@dataclass(frozen=True)
class Attested:
    """A yes, an acknowledgement of the terms or to an activity, with the commit that brought it and what that is worth.

    `by` is the person, `place` where it stands, None for one that is gone: then `removed` is the commit that took it
    out. `fits` says whether the fingerprint of an acknowledgement is that of the plan in the commit; `is_joined` that
    it is not, because the commit was put on top of other changes since. One that `lacks_signature` needs a good one, as
    its person has signed before, or everybody must.
    """

    entry: Acknowledgement | Activity
    by: Person
    place: int | None
    brought: Brought | None
    signature: Signature | None
    worth: Worth
    fits: bool = True
    removed: Brought | None = None
    is_joined: bool = False
    lacks_signature: bool = False

    @property
    def by_author(self) -> bool:
        """True unless the commit is somebody else's, or a merge, which brings nobody's word."""
        return self.brought is None or self.brought.how in ("own", "cut")

    @property
    def is_known(self) -> bool:
        """False where history is cut off before this yes came: it may be honest or not."""
        return self.worth != "unknown"

    @property
    def is_good(self) -> bool:
        """True if nothing speaks against it: an acknowledgement that claims a signature has a good one."""
        stands = self.by_author and self.fits and not (self.removed or self.lacks_signature)
        claims = isinstance(self.entry, Acknowledgement) and self.entry.assurance == "signed"
        return stands and (self.worth == "verified" or (self.worth == "unsigned" and not claims))


def attested(history: History, path: str, plan: Plan, lacking: Collection[str] = ()) -> list[Attested]:
    """Every yes of the plan in the folder `path`, with what git's history says of it.

    First those on the terms, then those to activities; after them come those that are gone, though the person did not
    take them back. The commits `lacking` a signature are those without the one that they need.
    """
    lineage = Lineage.of(history, path)
    said = sorted(all_said(plan).items(), key=lambda item: (item[1].section != "acknowledgements", item[1].place))
    found = [(entry, plan, lineage.brought(key) if lineage else None, None) for key, entry in said]
    lost = [(lost.said, lost.plan, lost.brought, lost.removed) for lost in (lineage.lost(plan) if lineage else ())]
    commits = [brought.commit.id for _, _, brought, _ in (*found, *lost) if brought]
    signatures = history.signatures(list(dict.fromkeys(commits)))
    entries = (
        _attested(entry, version, brought, removed, lineage, signatures)
        for entry, version, brought, removed in (*found, *lost)
        if not (brought and brought.how == "begun")
    )
    return [
        replace(entry, lacks_signature=entry.brought is not None and entry.brought.commit.id in lacking)
        for entry in entries
    ]


def _attested(
    said: Said,
    plan: Plan,
    brought: Brought | None,
    removed: Brought | None,
    lineage: Lineage | None,
    signatures: Mapping[str, Signature],
) -> Attested:
    entry: Acknowledgement | Activity = getattr(plan, said.section)[said.place]
    place = None if removed else said.place
    if brought is None or lineage is None:
        return Attested(entry, said.by, place, None, None, "unrecorded")
    if brought.how == "cut":
        return Attested(entry, said.by, place, brought, None, "unknown")
    signature = signatures[brought.commit.id]
    worth = _WORTH.get(signature.letter, "bad")
    if worth == "verified" and not signs_as(signature, said.by):
        worth = "someone-else"
    then = lineage.plan_at(brought.commit)
    terms = entry.terms if isinstance(entry, Acknowledgement) else None
    fits = then is None or terms is None or covers(terms, then)
    is_joined = not fits and signature.is_rewritten
    return Attested(entry, said.by, place, brought, signature, worth, fits or is_joined, removed, is_joined)


def signs_as(signature: Signature, person: Person) -> bool:
    """True if a signer, an SSH principal or the user of a key, is this person."""
    signer = signature.signer.strip()
    address = _ADDRESS.search(signer)
    if person.email:
        # A line in the list of keys may name several addresses of one person.
        known = address[1] if address else signer
        return person.email.casefold() in known.casefold().split(",")
    return signer.partition("<")[0].strip().casefold() == person.name.casefold()

"""The stance of each person on the terms of a plan, and the evidence for it, in plain sentences."""

from collections.abc import Iterator, Sequence

from coachplan.base.words import ROLES, STANCES
from coachplan.coaching.consent import Consent
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line
from coachplan.plan import Acknowledgement, Plan
from coachplan.plan.terms import is_agreed
from coachplan.views.attestation import Attested

_WORTH = {
    "verified": "verified signature",
    "unknown-key": "signed, but with a key that nobody here vouches for",
    "bad": "signed, but the signature does not fit the commit",
    "expired": "signed, but the signature or its key has expired",
    "revoked": "signed, but its key was revoked",
    "someone-else": "signed by somebody else",
    "unsigned": "not signed: it rests on the name that git was given",
    "unrecorded": "in no commit that git has for this plan",
}


def consent_lines(found: Sequence[Consent], id_: str) -> Iterator[str]:
    """Yield a line for each person, and one more for each change since they agreed."""
    for consent in found:
        who = f"{line(consent.person.name)} ({ROLES[consent.role]})"
        entry = consent.entry
        if entry is None:
            yield f"? {who}: not asked yet (`coachplan agree {id_}`)"
        elif consent.state == "again":
            yield f"! {who}: needs agreement again (`coachplan agree {id_}`)"
            yield f"    {STANCES[entry.stance]} on {entry.date}; since then:"
            yield from (f"    {line(change.text)}" for change in consent.since)
            if not consent.since:
                yield "    other terms; the version of that day is not in git's history"
        else:
            mark = "✓" if entry.stance == "agree" else "·"
            yield f"{mark} {who}: {STANCES[entry.stance]} on {entry.date}{_claim(entry, id_)}"


def _claim(entry: Acknowledgement, id_: str) -> str:
    """Return the assurance that an acknowledgement claims; any key signs, so the signer is another question."""
    if entry.assurance == "signed":
        return f" (in a signed commit; `coachplan history {id_} --verify` shows by whom)"
    return f" ({entry.assurance})" if entry.assurance else ""


def assurance(level: str) -> str:
    """Return the meaning of a level of assurance, in one sentence."""
    if level == "signed":
        return "Assurance: the commit is signed; `coachplan history PLAN --verify` shows by whom"
    return (
        "Assurance: claimed. It rests on the name that git was given, which anyone can set; "
        "where git signs commits (`git config --global commit.gpgsign true`), it can be verified"
    )


def terms_in_short(plan: Plan) -> Iterator[str]:
    """Yield the terms in a few lines: goal, measures, what is agreed, the days, support and rhythm."""
    for goal in plan.goal_state:
        yield f"Goal: {line(goal.goal)}"
        for measure in goal.measures:
            way = " → ".join(str(value) for value in (measure.baseline, measure.target) if value)
            by = f" by {measure.by}" if measure.by else ""
            yield line(f"Measure: {measure.name}: {way} {measure.unit or ''}{by}")
    yield from (f"Activity: {line(activity.what)}" for activity in plan.activities if is_agreed(activity))
    yield f"Days: {plan.timeline.start} to {plan.timeline.end}"
    yield from (f"Support: {line(asset.what)}" for asset in plan.support_assets)
    for cadence in plan.update_cadence:
        said = (cadence.every, ", ".join(cadence.day or ()), ", ".join(map(str, cadence.dates or ())), cadence.how)
        yield line(f"Sessions: {' · '.join(str(part) for part in said if part)}")
    yield from (f"Success means: {line(text)}" for text in plan.success_criteria or ())
    if sides := plan.responsibilities:
        yield from (f"Team member takes on: {line(text)}" for text in sides.team_member)
        yield from (f"Manager takes on: {line(text)}" for text in sides.manager)
    if plan.consequences:
        yield f"Consequences: {line(plan.consequences)}"


def verified_text(found: Sequence[Attested]) -> str:
    """Return a paragraph for each acknowledgement: its person and stance, and the evidence for and against it."""
    if not found:
        return "Nobody has acknowledged the terms yet"
    return "\n".join(text for attested in found for text in _verified(attested))


def _verified(attested: Attested) -> Iterator[str]:
    entry = attested.entry
    mark = "✓" if attested.is_good else "✗"
    claim = f" ({entry.assurance})" if entry.assurance else ""
    yield f"{mark} {entry.date}  {line(entry.by)}: {STANCES[entry.stance]}{claim}"
    yield from (f"    {text}" for text in says(attested))


def says(attested: Attested) -> Iterator[str]:
    """Yield the evidence for and against an acknowledgement."""
    signature = attested.signature
    words = _WORTH[attested.worth]
    if signature and signature.letter != "N":
        words += f": {line(signature.signer or 'an unknown signer')}, key {line(signature.key or 'unknown')}"
    yield words + (f", in commit {attested.commit[:8]}" if attested.commit else "")
    if attested.entry.assurance == "signed" and attested.worth == "unsigned":
        yield "it claims to be signed, and its commit is not"
    if signature and not attested.by_author:
        yield f"git's author of that commit is {line(signature.author)} <{line(signature.email)}>, somebody else"
    if not attested.fits:
        yield "its fingerprint is not that of the terms in that commit"
    if attested.removed_in:
        yield f"somebody else took it out in commit {attested.removed_in[:8]}"


def verified_json(id_: str, found: Sequence[Attested]) -> str:
    """Return every acknowledgement with its evidence in git's history."""
    entries = [
        {
            "by": str(attested.entry.by),
            "date": str(attested.entry.date),
            "stance": attested.entry.stance,
            "assurance": attested.entry.assurance,
            "commit": attested.commit or None,
            "author": f"{attested.signature.author} <{attested.signature.email}>" if attested.signature else None,
            "by_author": attested.by_author,
            "signature": attested.worth,
            "signer": (attested.signature.signer or None) if attested.signature else None,
            "key": (attested.signature.key or None) if attested.signature else None,
            "fits_terms": attested.fits,
            "removed_in": attested.removed_in or None,
            "good": attested.is_good,
        }
        for attested in found
    ]
    return plain.as_json({"plan": id_, "acknowledgements": entries})

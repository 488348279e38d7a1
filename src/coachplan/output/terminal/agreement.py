"""The stance of each person on the terms of a plan, and the evidence for it, in plain sentences."""

from collections.abc import Iterator, Sequence
from datetime import date

from coachplan.base.candidates import listed
from coachplan.base.words import ROLES, STANCES
from coachplan.coaching.consent import Consent
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line
from coachplan.output.terminal.verification import flaw_data, lines_of
from coachplan.plan import Acknowledgement, Activity, Plan
from coachplan.plan.terms import is_agreed
from coachplan.views.attestation import Attested
from coachplan.views.flaws import Flaw

_WORTH = {
    "verified": "verified signature",
    "unknown-key": "signed, but with a key that nobody here vouches for",
    "bad": "signed, but the signature does not fit the commit",
    "expired": "signed, but the signature or its key has expired",
    "revoked": "signed, but its key was revoked",
    "someone-else": "signed by somebody else",
    "unsigned": "not signed: it rests on the name that git was given",
    "unrecorded": "in no commit that git has for this plan",
    "unknown": "not known",
}


def consent_lines(found: Sequence[Consent], id_: str) -> Iterator[str]:
    """Yield a line for each person, and one more for each change since they agreed."""
    for consent in found:
        who = f"{line(consent.person.name)} ({ROLES[consent.role]})"
        entry = consent.entry
        if entry is None:
            yield f"? {who}: not asked yet (`coachplan agree {id_}`)"
        elif consent.state == "unknown":
            yield f"? {who}: needs agreement on these terms (`coachplan agree {id_}`)"
            yield f"    {_said_on_a_day(entry)}; it does not say which terms"
        elif consent.state == "again":
            yield f"! {who}: needs agreement again (`coachplan agree {id_}`)"
            yield f"    {_said_on_a_day(entry)}; since then:"
            yield from (f"    {line(change.text)}" for change in consent.since)
            if not consent.since:
                yield "    other terms; the version of that day is not in git's history"
        else:
            mark = "✓" if entry.stance == "agree" else "·"
            yield f"{mark} {who}: {_said_on_a_day(entry)}{_claim(entry, id_)}"


def _said_on_a_day(entry: Acknowledgement) -> str:
    said, comma, qualified = STANCES[entry.stance].partition(",")
    return f"{said} on {entry.date}{comma}{qualified}"


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
        "`coachplan sign --setup` makes it one that can be verified"
    )


def terms_in_short(plan: Plan) -> Iterator[str]:
    """Yield the terms in a few lines: goal, measures, what is agreed, the days, support and rhythm."""
    for goal in plan.goal_state:
        yield f"Goal: {line(goal.goal)}"
        for measure in goal.measures:
            ends = [str(measure.baseline)] if measure.baseline and measure.target else []
            ends += [measure.with_unit(last)] if (last := measure.target or measure.baseline) else []
            by = f" by {measure.by}" if measure.by else ""
            yield line(f"Measure: {measure.name}: {' → '.join(ends)}{by}")
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


def verified_text(found: Sequence[Attested], beside: Sequence[Flaw] = ()) -> str:
    """Return a paragraph for each yes, with the evidence for and against it; good ones to activities share a line.

    In the end comes what is to be said `beside` these.
    """
    words = [attested for attested in found if isinstance(attested.entry, Acknowledgement)]
    answers = [attested for attested in found if attested not in words]
    doubtful = [attested for attested in answers if not attested.is_good]
    lines = [text for attested in (*words, *doubtful) for text in _verified(attested)]
    if not words and not doubtful:
        lines.append("Nobody has acknowledged the terms yet")
    if good := [attested for attested in answers if attested.is_good]:
        numbers = listed((str(attested.place + 1) for attested in good if attested.place is not None), len(good))
        what = f"activit{'y' if len(good) == 1 else 'ies'} {numbers}"
        lines.append(f"{line(good[0].by)} accepted {what} in commits of their own")
    return "\n".join([*lines, *lines_of(beside)])


def _verified(attested: Attested) -> Iterator[str]:
    mark = "✓" if attested.is_good else "✗" if attested.is_known else "?"
    yield f"{mark} {_day(attested) or 'day unknown'}  {line(attested.by)}: {_stance(attested)}"
    yield from (f"    {text}" for text in says(attested))


def _stance(attested: Attested) -> str:
    entry = attested.entry
    if isinstance(entry, Acknowledgement):
        return STANCES[entry.stance] + (f" ({entry.assurance})" if entry.assurance else "")
    name = line(entry.id) if entry.id else ""
    number = "" if attested.place is None else f" {attested.place + 1}"
    return f"accepted activity{number}{f' ({name})' if name and number else f' {name}' if name else ''}"


def _day(attested: Attested) -> date | None:
    """Return the day of a yes; where an acceptance does not say it, that of its commit."""
    entry, brought = attested.entry, attested.brought
    if isinstance(entry, Acknowledgement):
        return entry.date
    if entry.agreed:
        return entry.agreed.date
    return brought.commit.when.date() if brought and attested.is_known else None


def says(attested: Attested) -> Iterator[str]:
    """Yield the evidence for and against a yes."""
    signature, brought, removed = attested.signature, attested.brought, attested.removed
    if brought and not attested.is_known:
        yield (
            f"not known before {brought.commit.when.date()}: this copy of the repository does not go back further; "
            "`git fetch --unshallow`, or a whole clone, has the answer"
        )
        return
    words = _WORTH[attested.worth]
    if signature and signature.letter != "N":
        words += f": {line(signature.signer or 'an unknown signer')}, key {line(signature.key or 'unknown')}"
    yield words + (f", in commit {brought.commit.id[:8]}" if brought else "")
    entry = attested.entry
    if isinstance(entry, Acknowledgement) and entry.assurance == "signed" and attested.worth == "unsigned":
        yield "it claims to be signed, and its commit is not"
    if brought and brought.how == "merge":
        yield "that commit is a merge, and none that it joins has this: a merge is nobody's word"
    elif signature and not attested.by_author:
        yield f"git's author of that commit is {line(signature.author)} <{line(signature.email)}>, somebody else"
    if attested.lacks_signature and attested.worth == "unsigned":
        yield "a good signature is needed: its person has signed before, or here everybody must"
    if attested.is_joined:
        yield "the terms that it was for are in no commit: it was put on top of other changes, as by a rebase"
    elif not attested.fits:
        yield "its fingerprint is not that of the terms in that commit"
    if removed:
        how = "it was lost in the merge" if removed.how == "merge" else "somebody else took it out in commit"
        yield f"{how} {removed.commit.id[:8]}"


def verified_json(id_: str, found: Sequence[Attested], beside: Sequence[Flaw] = ()) -> str:
    """Return every yes with its evidence in git's history: those on the terms, and those to activities."""
    entries = [entry for attested in found if (entry := _acknowledgement_data(attested))]
    acceptances = [entry for attested in found if (entry := _acceptance_data(attested))]
    more = [*map(flaw_data, beside)]
    return plain.as_json({"plan": id_, "acknowledgements": entries, "acceptances": acceptances, "findings": more})


def _acknowledgement_data(attested: Attested) -> dict[str, object]:
    entry = attested.entry
    if not isinstance(entry, Acknowledgement):
        return {}
    said = {"by": str(entry.by), "date": str(entry.date), "stance": entry.stance, "assurance": entry.assurance}
    return {**said, **_evidence_data(attested), "fits_terms": attested.fits and not attested.is_joined}


def _acceptance_data(attested: Attested) -> dict[str, object]:
    entry = attested.entry
    if not isinstance(entry, Activity):
        return {}
    day = _day(attested)
    said = {
        "activity": None if attested.place is None else attested.place + 1,
        "id": entry.id,
        "by": str(attested.by),
        "date": str(day) if day else None,
    }
    return {**said, **_evidence_data(attested)}


def _evidence_data(attested: Attested) -> dict[str, object]:
    signature, brought, removed = attested.signature, attested.brought, attested.removed
    is_known = brought is not None and attested.is_known
    return {
        "commit": brought.commit.id if brought and is_known else None,
        "author": f"{signature.author} <{signature.email}>" if signature else None,
        "by_author": attested.by_author,
        "by_merge": brought is not None and brought.how == "merge",
        "signature": attested.worth,
        "signer": (signature.signer or None) if signature else None,
        "key": (signature.key or None) if signature else None,
        "removed_in": removed.commit.id if removed else None,
        "not_known_before": str(brought.commit.when.date()) if brought and not is_known else None,
        "good": attested.is_good if is_known or brought is None else None,
    }

"""Peers: the form that they get and give back, about one behaviour, and what is theirs to record."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from coachplan.base.errors import RefusedError, UsageError
from coachplan.format import read_parts, to_yaml
from coachplan.plan import CheckIn, Person, Plan
from coachplan.plan.terms import role_of

_ASKED = ("what", "why", "next")
_KEYS = ("form", "from", "about", *_ASKED)
_THEIRS = {"date", "by", "about", "feedback"}
_QUESTIONS = ("What did you see or hear?", "Why did it matter?", "What would help next time? It may stay empty.")
_IS_FORM = re.compile(r"---[ \t]*\n(?:(?!---).*\n)*?form:[ \t]*feedback[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"([a-z_]+):(.*)")
# How YAML marks a text, where somebody wrote it so.
_QUOTED = re.compile(r"""(["'])((?:(?!\1).)*)\1|[|>][-+]?\s(.*)""")
_FORM = """\
---
form: feedback
from: {peer}
about: {about}

# {questions[0]}
what:

# {questions[1]}
why:

# {questions[2]}
next:
---
Thank you for helping a colleague grow: please write after `what:`, `why:` and `next:` what you noticed yourself about
this one thing, kindly and as concretely as you can. Then send this file back to whoever asked you. What you write
stands in a plan, under your name, and is read by your colleague, their manager, the manager's manager and HR; you do
not read that plan.
"""


def form_text(peer: Person, about: str) -> str:
    """Return a form for a peer about one behaviour, and nothing else of the plan (article on improvement plans)."""
    return _FORM.format(peer=to_yaml(peer.text), about=to_yaml(about), questions=_QUESTIONS)


def is_form(raw: bytes) -> bool:
    """True if a file is such a form, filled in or not."""
    return _IS_FORM.match(_text(raw)) is not None


def read_form(raw: bytes) -> dict[str, Any]:
    """Return a filled-in form as a check-in's data without its day; refuses what is not such a form."""
    known, _ = read_parts(_with_plain_answers(_text(raw)))
    if foreign := [key for key in known if key not in _KEYS]:
        raise UsageError(f"a form holds {', '.join(_KEYS)} and nothing else, not `{foreign[0]}`")
    said = {key: known[key] for key in _KEYS if isinstance(known.get(key), str) and str(known[key]).strip()}
    if wrong := [key for key in known if known[key] is not None and not isinstance(known[key], str)]:
        raise UsageError(f"the form's `{wrong[0]}` is a plain text")
    if not any(key in said for key in _ASKED):
        raise UsageError("the form is not filled in yet: what they saw belongs after `what:`")
    if missing := [key for key in ("from", "about", "what", "why") if key not in said]:
        raise UsageError(f"the form is filled in only in part: `{missing[0]}` is missing")
    feedback = {key: said[key] for key in _ASKED if key in said}
    return {"by": said["from"], "about": said["about"], "feedback": [{**feedback, "from": said["from"]}]}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")


def _with_plain_answers(text: str) -> str:
    """A form in which every answer is plain text, whatever YAML would read into it; it goes on until the next key."""
    answers: dict[str, list[str]] = {}
    others: list[str] = []
    lines, answer = iter(text.split("\n")[1:]), others
    for line in lines:
        key = _KEY.match(line)
        if line.rstrip() == "---":
            break
        if key and key[1] in _ASKED and key[1] not in answers:
            answer = answers[key[1]] = [key[2]]
        elif line.removeprefix("# ") not in _QUESTIONS:
            answer = others if key else answer
            answer.append(line)
    said = [f"{key}: {to_yaml(_plain(parts))}" for key, parts in answers.items() if _plain(parts)]
    return "\n".join(["---", *others, *said, "---", *lines])


def _plain(parts: list[str]) -> str:
    text = " ".join(" ".join(parts).split())
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] or quoted[3] or "" if quoted else text


def require_helper(plan: Plan, sender: object) -> None:
    """Refuse a form that is not from one of the plan's helpers, among whom `coachplan ask` names whom it asks."""
    if role_of(plan, _person(sender, "from")) != "helper":
        raise RefusedError(
            "this form is not from one of the plan's helpers; `coachplan ask` names whom it asks among them"
        )


def require_new(known: Mapping[str, Any], check_ins: Iterable[CheckIn]) -> None:
    """Refuse a form that was recorded before: the same peer, the same behaviour and the same words."""
    sender, said = _person(known["by"], "from"), [[entry.get(key) for key in _ASKED] for entry in known["feedback"]]
    for check_in in check_ins:
        same = [[entry.what, entry.why, entry.next] for entry in check_in.feedback] == said
        if same and check_in.about == known["about"] and check_in.by.is_same_as(sender):
            raise RefusedError(f"this form is recorded already, on {check_in.date}; nothing was written")


def is_peer(plan: Plan, actor: Person) -> bool:
    """True if somebody only helps: they know the one behaviour that they were asked about."""
    return role_of(plan, actor) == "helper"


def require_own_part(plan: Plan, actor: Person, given: Mapping[str, Any], note: str) -> None:
    """Refuse a check-in for a peer, or by one, that is more than what they saw of one behaviour.

    A helper who acts records their own words. `given` is a check-in's data.
    """
    author = _person(given["by"], "--by")
    if is_peer(plan, actor) and not author.is_same_as(actor):
        raise RefusedError("you act as a helper, and record what you saw yourself: leave out --by and --peer")
    if role_of(plan, author) not in (None, "helper"):
        raise UsageError("--about belongs to the feedback of a peer: name them with --peer")
    if note or (given.keys() - _THEIRS):
        what = "--note" if note else f"`{min(given.keys() - _THEIRS)}`"
        raise RefusedError(
            f"a peer records what they saw of one behaviour, with --about and --feedback; leave out {what}"
        )
    for key in ("about", "feedback"):
        if not given.get(key):
            raise UsageError(f"--{key} is missing: a peer records what they saw of one behaviour")


def _person(text: object, option: str) -> Person:
    try:
        return Person.read(str(text).strip())
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None

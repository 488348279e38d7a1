"""The flaws of commits in words, a line each: the plan, the commit, what it is and what to do; never a name."""

from collections.abc import Iterable, Iterator

from coachplan.base.words import ROLES, plural
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line
from coachplan.views.flaws import Flaw
from coachplan.views.verification import Judgement

_SHORT = 8
_AGREE = "ask them to run `coachplan agree {plan}` with the answer that is theirs"
_PUT_BACK = "put it back from the commit before, or ask the person to say it again"
_ASK = "ask them if it is theirs, and if their key is another one now; else take it back"
_UNDO = "take it back (`git revert {short}`), or ask the team member to look at it and `coachplan agree {plan}`"
_WORDS = {
    "word-of-others": ("a word on the terms in the name of the {role}, by somebody else", _AGREE),
    "word-of-merge": ("a word on the terms in the name of the {role}, which none of the sides of a merge has", _AGREE),
    "yes-of-others": (
        "a yes to an activity in the name of the team member, by somebody else",
        "set it to `proposed` again, and ask them to run `coachplan accept {plan}`",
    ),
    "yes-of-merge": (
        "a yes to an activity, which none of the sides of a merge has or which the team member took back on one",
        "set it to `proposed` again, and ask them to run `coachplan accept {plan}`",
    ),
    "word-lost": ("the word of the {role} on the terms is gone, and they did not take it back", _PUT_BACK),
    "yes-lost": ("the team member's yes to an activity is gone, and they did not take it back", _PUT_BACK),
    "other-terms": ("the word of the {role} is for other terms than those in that commit", _AGREE),
    "stranger": (
        "a change of the plan by somebody who is not one of its readers",
        "look at it; one of the readers takes it back (`git revert {short}`), or the team member agrees to it",
    ),
    "declined": ("an activity declined in the place of the team member", _UNDO),
    "proposer": ("an activity made the team member's own idea by somebody else", _UNDO),
    "begun": ("a coaching plan begun without a yes of the team member", _UNDO),
    "own-words": ("the team member's own words on how it ended, by somebody else", _UNDO),
    "kind": ("a plan under way made one of another kind", _UNDO),
    "member": ("a plan made another person's, by somebody else than its team member", _UNDO),
    "record-by-stranger": (
        "a check-in by somebody who does not take part in the plan",
        "look at it; one of the readers takes it back (`git revert {short}`)",
    ),
    "record-for-stranger": (
        "a check-in in the name of somebody who never had a role in the plan",
        "look at it; one of the readers takes it back (`git revert {short}`)",
    ),
    "record-changed": ("a check-in of the {role}, reworded by somebody else", _PUT_BACK),
    "record-removed": ("a check-in of the {role}, taken out by somebody else", _PUT_BACK),
    "record-of-merge": (
        "a check-in in the name of the {role}, which none of the sides of a merge has",
        "ask them if it is theirs; else take it out",
    ),
    "record-lost": ("a check-in of the {role}, lost in a merge", _PUT_BACK),
    "unsigned": (
        "a word of the {role} without a signature, where they, or everybody, must sign",
        "ask them if it is theirs: then they say it again, signed (`coachplan sign --setup`); else take it back",
    ),
    "claims-signed": (
        "a word of the {role} that claims to be signed, in a commit that is not",
        "ask them if it is theirs: then they say it again, signed (`coachplan sign --setup`); else take it back",
    ),
    "other-signer": ("a word of the {role}, signed by somebody else", _ASK),
    "other-key": ("a word of the {role}, signed with another key than the one that is known as theirs", _ASK),
    "bad-signature": ("a word of the {role} with a signature that does not fit the commit", _ASK),
    "revoked": ("a word of the {role}, signed with a key that was revoked", _ASK),
    "policy-gone": (
        "`signed = true` is out of [policy] in coachplan.toml: words since then still need signatures",
        "put it back",
    ),
    "unknown-key": (
        "a word of the {role}, signed with a key that nobody here vouches for",
        "`coachplan sign --trust LINE` takes the line of their key, if they gave it to you",
    ),
    "expired": ("a word of the {role} with a signature that has expired", "ask them to say it again"),
    "no-terms": ("the word of the {role} does not say which terms it is for", _AGREE),
    "cut": (
        "history is cut off here, and what came before is not known",
        "`git fetch --unshallow`, or a whole clone, has it; in CI, check out with the whole history",
    ),
    "broken": ("coachplan breaks on this plan: a bug, please report it", ""),
    "import": (
        "came from elsewhere, or together with those of others; whose words are in it is not judged",
        "",
    ),
    "days-apart": ("the word of the {role} is of {first}, and git has it of {second}", ""),
    "clock": ("git has the word of the {role} as of {first}, and what it follows from as of {second}", ""),
    "older-word": ("an older word of the {role} counts again: its terms are back, and their later word is gone", ""),
}
_MARKS = {"unsound": "✗", "unknown": "?", "note": "·"}


def as_text(judgement: Judgement) -> str:
    """Return a line for each flaw, and one in the end on all of it."""
    return "\n".join([*lines_of(judgement.flaws), _summary(judgement)])


def _told(flaw: Flaw) -> str:
    what, cure = _worded(flaw)
    return (
        f"{_MARKS[flaw.level]} {flaw.commit[:_SHORT]}  {line(flaw.plan or 'all plans')}: {what}{cure and f'; {cure}'}"
    )


def _worded(flaw: Flaw) -> tuple[str, str]:
    """Return the words for a flaw, and what to do."""
    given = {
        "role": ROLES[flaw.role] if flaw.role else "somebody without a role",
        "plan": flaw.plan if "/" in flaw.plan else "PLAN",  # not a code
        "short": flaw.commit[:_SHORT],
        **dict(zip(("first", "second"), flaw.days, strict=False)),
    }
    what, cure = (text.format_map(given) for text in _WORDS[flaw.kind])
    return (f"{what}: set right since", "") if flaw.mended_by else (what, cure)


def _summary(judgement: Judgement) -> str:
    levels = [flaw.level for flaw in judgement.flaws]
    judged = f"{plural(judgement.commits, 'commit')} of {plural(judgement.plans, 'plan')} judged"
    if count := levels.count("unsound"):
        return f"{judged}: {plural(count, 'thing')} that somebody did not say, or that nobody took back"
    if count := levels.count("unknown"):
        return f"{judged}: {plural(count, 'thing')} cannot be known here"
    return f"{judged}: each word is its person's, as far as git can tell"


def as_json(judgement: Judgement) -> str:
    """Return all of it for programs."""
    state = {0: "sound", 1: "unsound", 2: "unknown"}[judgement.code]
    return plain.as_json(
        {
            "state": state,
            "plans": judgement.plans,
            "commits": judgement.commits,
            "findings": [*map(flaw_data, judgement.flaws)],
        }
    )


def flaw_data(flaw: Flaw) -> dict[str, object]:
    """Return a flaw for programs."""
    what, cure = _worded(flaw)
    return {
        "plan": flaw.plan or None,
        "commit": flaw.commit,
        "level": flaw.level,
        "kind": flaw.kind,
        "role": flaw.role,
        "message": what,
        "advice": cure or None,
    }


def lines_of(flaws: Iterable[Flaw]) -> Iterator[str]:
    """Yield a line for each flaw; plans that came in one commit share one."""
    imported: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        if flaw.kind == "import":
            imported.setdefault(flaw.commit, []).append(flaw)
        else:
            yield _told(flaw)
    for commit, those in imported.items():
        yield f"· {commit[:_SHORT]}  {plural(len(those), 'plan')}: {_WORDS['import'][0]}"

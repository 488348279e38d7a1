"""The words for states, roles, stances and counts: one place for each name that people see."""

from typing import Final, Literal, get_args

ROLES: Final = {
    "team_member": "team member",
    "manager": "manager",
    "managers_manager": "manager's manager",
    "hr": "HR",
    "helper": "helper",
}
"""The name of each role in a sentence, by its key in a plan."""

STANCES: Final = {
    "agree": "agreed to the terms",
    "disagree": "disagreed with the terms",
    "received": "received the terms, without agreeing",
    "refused": "refused to acknowledge the terms",
}
"""The words for each stance, the same for every reader."""


def said_to_terms(stance: str, *, names_them: bool) -> str:
    """Return a stance in words; of an agreement that does not name the terms it is for, that as well."""
    return STANCES[stance] + (", without saying which" if stance == "agree" and not names_them else "")


RESULTS: Final = {
    "achieved": "Achieved",
    "partly-achieved": "Partly achieved",
    "not-achieved": "Not achieved",
    "stopped": "Stopped",
    "superseded": "Replaced by another plan",
}
"""The result of a plan, as a line of a page."""

SUSTAINED: Final = {
    "fully": "the change has lasted",
    "partly": "part of the change has lasted",
    "not": "the change has not lasted",
}
"""The words for how much of a change is there at a later look."""

State = Literal[
    "forgotten",
    "stalled",
    "needs-attention",
    "ended",
    "watch",
    "no-evidence",
    "on-track",
    "not-started",
    "on-hold",
    "draft",
    "closed",
    "unreadable",
]
"""Where a plan stands on a day; docs/progress.md defines each state."""

STATES: tuple[State, ...] = get_args(State)
"""Every state, most in need first."""

NEEDY_STATES: tuple[State, ...] = STATES[: STATES.index("no-evidence")]
"""The states that ask for a look."""


def capitalized(words: str) -> str:
    """Return words as they begin a line: the first letter is a capital, the others stay."""
    return words[:1].upper() + words[1:]


def spaced(key: str) -> str:
    """Return a key as people read it: `partly-achieved` as "partly achieved"."""
    return key.replace("-", " ").replace("_", " ")


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """Return a count with its noun: "1 plan", "3 plans"; `nouns` is a plural that is not made by an s."""
    return f"{count} {noun if count == 1 else nouns or f'{noun}s'}"


def with_id(text: str, id_: str) -> str:
    """Return a text with the plan's id in a command that it names, in place of `PLAN`."""
    return text.replace(" PLAN`", f" {id_}`")

"""The open questions for a session, chosen among those known for its situation."""

from collections.abc import Sequence

from coachplan.plan import CheckIn

_RECENT = 3


def open_questions(known: Sequence[str], n: int, sessions: Sequence[CheckIn]) -> list[str]:
    """Return `n` of the `known` open questions, all different.

    A coach asks, and the mentee decides (articles on coaching in improvement plans and on three traps of coaching). The
    questions rotate with the number of earlier `sessions`, and those asked in the last of these come after all others.
    The same plan gives the same questions.
    """
    start = len(sessions) * n % len(known)
    recent = {reflection.asked for session in sessions[-_RECENT:] for reflection in session.reflections}
    return sorted([*known[start:], *known[:start]], key=lambda question: question in recent)[:n]

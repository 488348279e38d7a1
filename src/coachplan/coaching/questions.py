"""Open questions for a session: which of those known for its situation come next."""

from collections.abc import Sequence

from coachplan.plan import CheckIn

_RECENT = 3


def open_questions(known: Sequence[str], n: int, sessions: Sequence[CheckIn]) -> list[str]:
    """`n` of the `known` open questions, all different: a coach asks, the mentee decides (S0, S3).

    They rotate with the number of earlier `sessions`, and what was asked in the last of these comes after all others.
    The same plan gives the same questions.
    """
    start = len(sessions) * n % len(known)
    recent = {reflection.asked for session in sessions[-_RECENT:] for reflection in session.reflections}
    return sorted([*known[start:], *known[:start]], key=lambda question: question in recent)[:n]

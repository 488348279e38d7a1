"""The wording of goals, activities, feedback and questions, and the parts that it lacks for others to act on it."""

from functools import lru_cache

from coachplan.checks.wording.verdict import Kind, QuestionKind, Verdict

__all__ = ["Kind", "QuestionKind", "Verdict", "judge", "judge_once"]

# Goals are shorter; a longer text is read up to here.
_LONGEST = 4000


def judge(text: str, kind: Kind) -> Verdict:
    """Return the verdict on a text of this kind; a text that is not in English is not read, and lacks nothing."""
    from coachplan.checks.wording.language import is_english

    if not is_english(text[:_LONGEST]):
        return Verdict(text, kind, is_read=False)
    match kind:
        case Kind.GOAL:
            return _goal(text)
        case Kind.ACTIVITY:
            return _activity(text)
        case Kind.FEEDBACK:
            return _feedback(text)
        case Kind.QUESTION:
            return _question(text)


judge_once = lru_cache(maxsize=512)(judge)
"""`judge` with a memory: several rules ask about a goal, and many check-ins hold the same questions."""


def _goal(text: str) -> Verdict:
    from coachplan.checks.wording import goals, rewriting

    missing = goals.lacking(text[:_LONGEST])
    reasons = tuple(goals.REASONS[letter] for letter in missing)
    return Verdict(text, Kind.GOAL, missing, reasons, rewrite=rewriting.goal(text, missing) if missing else "")


def _activity(text: str) -> Verdict:
    from coachplan.checks.wording import goals, rewriting

    if not goals.is_vague(text[:_LONGEST]):
        return Verdict(text, Kind.ACTIVITY)
    return Verdict(text, Kind.ACTIVITY, ("S",), (goals.ACTIVITY_REASON,), rewrite=rewriting.activity(text))


def _feedback(text: str) -> Verdict:
    from coachplan.checks.wording import feedback, rewriting

    missing, reasons = feedback.reading(text[:_LONGEST])
    rewrite = rewriting.feedback(text, missing) if reasons else ""
    return Verdict(text, Kind.FEEDBACK, missing, reasons, rewrite=rewrite)


def _question(text: str) -> Verdict:
    from coachplan.checks.wording import questions, rewriting

    kind = questions.kind_of(text[:_LONGEST])
    if kind is QuestionKind.OPEN:
        return Verdict(text, Kind.QUESTION, question=kind)
    rewrite = rewriting.question(text, kind)
    return Verdict(text, Kind.QUESTION, reasons=(questions.REASONS[kind],), question=kind, rewrite=rewrite)

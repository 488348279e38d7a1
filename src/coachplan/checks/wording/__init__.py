"""The wording of goals, activities, feedback and questions, and the parts that it lacks for others to act on it."""

from functools import lru_cache

from coachplan.checks.wording.verdict import Kind, Level, QuestionKind, Verdict

__all__ = ["Kind", "Level", "QuestionKind", "Verdict", "judge", "judge_once"]

# Goals are shorter; a longer text is read up to here.
_LONGEST = 4000


def judge(text: str, kind: Kind, beside: frozenset[str] = frozenset()) -> Verdict:
    """Return the verdict on a text of this kind; a text that is not in English is not read, and lacks nothing.

    `beside` holds the letters of a goal that stand elsewhere, such as in its measures.
    """
    from coachplan.checks.wording.language import is_english

    if not is_english(text[:_LONGEST]):
        return Verdict(text, kind, Level.UNREAD)
    match kind:
        case Kind.GOAL:
            return _goal(text, beside)
        case Kind.ACTIVITY:
            return _activity(text)
        case Kind.FEEDBACK:
            return _feedback(text)
        case Kind.QUESTION:
            return _question(text)


judge_once = lru_cache(maxsize=512)(judge)
"""`judge` with a memory: several rules ask about a goal, and many check-ins hold the same questions."""


def _goal(text: str, beside: frozenset[str]) -> Verdict:
    from coachplan.checks.wording import goals, rewriting

    missing = tuple(letter for letter in goals.lacking(text[:_LONGEST]) if letter not in beside)
    if not missing:
        return Verdict(text, Kind.GOAL)
    level = Level.NEARLY if len(missing) == 1 and missing[0] in "SMT" else Level.WEAK
    reasons = tuple(goals.REASONS[letter] for letter in missing)
    return Verdict(text, Kind.GOAL, level, missing, reasons=reasons, rewrite=rewriting.goal(text, missing))


def _activity(text: str) -> Verdict:
    from coachplan.checks.wording import activities, rewriting

    level = activities.level_of(text[:_LONGEST])
    if level is Level.OK:
        return Verdict(text, Kind.ACTIVITY)
    reasons = (activities.REASONS[level],)
    return Verdict(text, Kind.ACTIVITY, level, ("S",), reasons=reasons, rewrite=rewriting.activity(text))


def _feedback(text: str) -> Verdict:
    from coachplan.checks.wording import feedback, rewriting

    could_add, reasons = feedback.reading(text[:_LONGEST])
    if not reasons:
        return Verdict(text, Kind.FEEDBACK, could_add=could_add)
    rewrite = rewriting.feedback(text, could_add)
    return Verdict(text, Kind.FEEDBACK, Level.WEAK, could_add=could_add, reasons=reasons, rewrite=rewrite)


def _question(text: str) -> Verdict:
    from coachplan.checks.wording import questions, rewriting

    kind = questions.kind_of(text[:_LONGEST])
    if kind is QuestionKind.OPEN:
        return Verdict(text, Kind.QUESTION, question=kind)
    rewrite = rewriting.question(text, kind)
    return Verdict(text, Kind.QUESTION, Level.WEAK, reasons=(questions.REASONS[kind],), question=kind, rewrite=rewrite)

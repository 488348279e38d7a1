"""CP8xx: problems that only show across plans."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from coachplan.checks.rule import HINT, WARNING, AcrossRule, CrossPlanProblem, Digest, RuleContext


@AcrossRule("CP801", "two-open-plans", WARNING)
def two_open_plans(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """Two open plans of one person are about the same area."""
    first: dict[tuple[str, str, str], Digest] = {}
    for digest in digests:
        if not digest.is_open:
            continue
        for number, area in enumerate(digest.areas):
            other = first.setdefault((digest.team_member, digest.kind, area), digest)
            if area and other is not digest:
                yield CrossPlanProblem(
                    digest,
                    str(number),
                    "another open plan of this person is about the same area",
                    "close one of the two, or let each have an area of its own",
                    (other,),
                )


@AcrossRule("CP802", "person-in-two-folders", WARNING)
def person_in_two_folders(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """Open plans of one person, known by email, lie in the folders of two (handbook: only four people read a plan)."""
    first: dict[tuple[str, str], Digest] = {}
    for digest in digests:
        if digest.is_open and "@" in digest.team_member:
            other = first.setdefault((digest.repository, digest.team_member), digest)
            if other.persons_folder != digest.persons_folder:
                yield CrossPlanProblem(
                    digest,
                    "team_member",
                    "another open plan of this person lies in another folder",
                    "move both into one folder, or correct the team member: readers of a folder read all of it",
                    (other,),
                )


@AcrossRule("CP803", "managers-overdue-plans", HINT)
def managers_overdue_plans(digests: Sequence[Digest], context: RuleContext) -> Iterator[CrossPlanProblem]:
    """Several plans of one manager wait for a check-in (three-traps article: managers need time)."""
    overdue: dict[str, list[Digest]] = {}
    for digest in digests:
        if _is_overdue(digest, context):
            overdue.setdefault(digest.manager, []).append(digest)
    for waiting in overdue.values():
        if len(waiting) >= context.policy.overdue_plans:
            yield CrossPlanProblem(
                min(waiting, key=lambda digest: (digest.awaited_until, digest.path)),
                "manager",
                f"{len(waiting)} plans of this manager wait for a check-in",
                "find room for them together: fewer plans at once, a slower cadence, or help from a peer",
                tuple(waiting),
            )


def _is_overdue(digest: Digest, context: RuleContext) -> bool:
    """True if the plan waits for a check-in and does not set that aside."""
    if digest.awaited_until is None or "CP506" in digest.ignored:
        return False
    return date.fromisoformat(digest.awaited_until) < context.today


@AcrossRule("CP804", "two-people-in-a-folder", WARNING)
def two_people_in_a_folder(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """Plans of two people lie in one person's folder (handbook: only four people read a plan)."""
    first: dict[str, Digest] = {}
    for digest in digests:
        other = first.setdefault(digest.persons_folder, digest)
        if _are_two(digest, other):
            yield CrossPlanProblem(
                digest,
                "team_member",
                "this folder has plans of somebody else, too",
                "move the plans of one of the two into a folder of their own: readers of a folder read all of it",
                (other,),
            )


def _are_two(digest: Digest, other: Digest) -> bool:
    """True if two plans are of two people; somebody with a new name, or in later plans a new address, is one."""
    has_another_name = digest.member_name != other.member_name
    if "@" in digest.team_member and "@" in other.team_member:
        may_be_one = digest.team_member == other.team_member or not (digest.is_open and other.is_open)
        return digest.team_member != other.team_member and (has_another_name or not may_be_one)
    return has_another_name


_SOON = timedelta(days=60)


@AcrossRule("CP805", "same-area-again", HINT)
def same_area_again(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """A plan sets out on an area right after one that did not reach its goal there (article: adjust the strategy).

    Formal support in its place is a way of its own, and so is one that waited.
    """
    unreached: dict[tuple[str, str], list[Digest]] = {}
    for digest in digests:
        for area in digest.areas if digest.unreached_on and digest.kind == "coaching" else ():
            unreached.setdefault((digest.team_member, area), []).append(digest)
    for digest in digests:
        if digest.is_open and digest.kind == "coaching":
            for number, area in enumerate(digest.areas):
                before = [other for other in unreached.get((digest.team_member, area), ()) if _is_soon(digest, other)]
                if area and before:
                    yield CrossPlanProblem(
                        digest,
                        str(number),
                        "an earlier plan on this area ended a short time ago, and its goal was not reached",
                        "ask each other what to do in another way this time; if both see it so, formal support, with "
                        "help from HR, is a choice as well: `coachplan advise`",
                        tuple(before),
                    )


def _is_soon(digest: Digest, other: Digest) -> bool:
    """True if a plan begins at most two months after the other, which did not reach its goal."""
    start, end = date.fromisoformat(digest.start), date.fromisoformat(other.unreached_on or digest.start)
    return date.fromisoformat(other.start) < start <= end + _SOON

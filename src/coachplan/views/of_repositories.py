"""The rows of plans in one repository or in several, in which one person may be known by several addresses."""

from collections.abc import Sequence
from datetime import date

from coachplan.base.parallel import Tick, unwatched
from coachplan.store.identities import identities
from coachplan.store.repository import Repository
from coachplan.views.plan_row import PlanRow, plan_rows


def rows_of(
    repositories: Sequence[Repository],
    today: date,
    tick: Tick = unwatched,
    *,
    named: Sequence[str] = (),
    is_one_person: bool = True,
) -> list[PlanRow]:
    """Return the row of each plan on the day `today`, those that are `named` alone where any are.

    Of several repositories, each row says which one it is in.
    The person who looks has one name in all rows; without `is_one_person` people stay as each plan names them.
    """
    from coachplan.store.plan_names import the_plan

    meant = [the_plan(repositories, name) for name in named]
    several = len(repositories) > 1
    folders = [[folder for place, folder in meant if place is one] if named else one.plans() for one in repositories]
    total, found = sum(map(len, folders)), list[PlanRow]()
    known_as = identities([one.git for one in repositories]) if several and is_one_person else [""] * len(repositories)
    for one, some, name in zip(repositories, folders, known_as, strict=True):
        if some or not named:
            before = len(found)
            made = plan_rows(one, some, today, lambda done, _: tick(before + done, total), whole=not named)  # noqa: B023
            found += [row.beside_others(str(one.root), name, known_as[0]) for row in made] if several else made
    return found

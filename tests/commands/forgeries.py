"""Forgeries by plain git: changes of a plan that is lived in, in somebody's name, and in a merge."""

import shutil
from collections.abc import Callable
from pathlib import Path

from coachplan.format import read_plan
from coachplan.plan.terms import terms
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

FOLDER = ADA_PLAN.removesuffix("/plan.md")
STRANGER = "Eve Adams <eve@example.com>"
HR = "Jane Marcet <jane@example.com>"
WORD = "---\ncoachplan: 1\nby: {}\ndate: 2026-01-09\nstance: agree\n{}---\n"


class Forger:
    """Plain git, with which anyone writes anything in anyone's name."""

    def __init__(self, root: Path, git: Callable[..., str]) -> None:
        self.root, self.git = root, git

    def put(self, old: str, new: str, path: str = ADA_PLAN) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, text: str, path: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def commit(self, author: str, *more: str) -> None:
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "-q", "--no-gpg-sign", "-m", "x", "--author", author, *more)

    def word_of(self, person: str) -> str:
        """The path of somebody's word on the terms."""
        (found,) = (file for file in agreements_of(self.root) if f"by: {person}" in file.read_text())
        return str(found.relative_to(self.root))

    def record(self, name: str) -> None:
        """Add a check-in in somebody's name."""
        text = f"---\ncoachplan: 1\ndate: 2026-01-19\nby: {name}\nwins: [x]\n---\n"
        self.add(text, f"{FOLDER}/check-ins/2026-01-19-x.md")

    def check_in_of(self, person: str) -> str:
        (found,) = (file for file in (self.root / FOLDER).glob("check-ins/*.md") if f"by: {person}" in file.read_text())
        return str(found.relative_to(self.root))

    def merge(self, change: Callable[[], None], *strategy: str) -> None:
        """Merge a branch of the manager's with another title, and change the merge before it is committed."""
        self.git(self.root, "checkout", "-q", "-b", "side")
        self.put("title: Clear", "title: Very clear")
        self.commit(MANAGER)
        self.git(self.root, "checkout", "-q", "-")
        self.put("Half an hour", "An hour")
        self.commit(MANAGER)
        self.git(self.root, "merge", "-q", "--no-commit", *strategy, "side")
        change()
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "-q", "-m", "x")
        self.git(self.root, "branch", "-q", "-D", "side")

    def begin_anew(self, branch: str) -> str:
        """Bring the plans of two people in one commit of a history that begins anew; return the path of the other."""
        other = "plans/ben-carter/clear-status-updates"
        self.git(self.root, "checkout", "-q", "--orphan", branch)
        shutil.copytree(self.root / FOLDER, self.root / other)
        self.put(f"team_member: {MEMBER}", "team_member: Ben Carter <ben@example.com>", f"{other}/plan.md")
        self.commit(MANAGER)
        return f"{other}/plan.md"

    def moved(self) -> str:
        """Rename the plan, and return its path."""
        self.git(self.root, "mv", FOLDER, "plans/ada-lovelace/updates")
        return "plans/ada-lovelace/updates/plan.md"


def yes(f: Forger) -> None:
    f.put("status: proposed", "status: agreed")
    f.commit(MANAGER)


def yes_with_a_move(f: Forger) -> None:
    f.put("status: proposed", "status: agreed", f.moved())
    f.commit(MANAGER)


def yes_in_a_merge(f: Forger) -> None:
    f.merge(lambda: f.put("status: proposed", "status: agreed"))


def no(f: Forger) -> None:
    f.put("proposed_by: manager\n    status: agreed", "proposed_by: team_member\n    status: declined")
    f.commit(MANAGER)


def word(f: Forger) -> None:
    f.add(WORD.format(MEMBER, ""), f"{FOLDER}/agreements/2026-01-09-ada.md")
    f.commit(MANAGER)


def word_in_the_plan(f: Forger) -> None:
    f.put("timeline:\n", f"acknowledgements: [{{by: {MEMBER}, date: 2026-01-09, stance: agree}}]\ntimeline:\n")
    f.commit(HR)


def word_removed(f: Forger) -> None:
    (f.root / f.word_of(MEMBER)).unlink()
    f.commit(MANAGER)


def word_removed_with_a_move(f: Forger) -> None:
    f.git(f.root, "rm", "-q", f.word_of(MEMBER))
    f.moved()
    f.commit(MANAGER)


def word_lost_in_a_merge(f: Forger) -> None:
    f.merge((f.root / f.word_of(MEMBER)).unlink)


def own_words(f: Forger) -> None:
    f.put("status: active", "status: closed\noutcome: {result: stopped, date: 2026-02-01, team_member: I failed}")
    f.commit(MANAGER)


def own_words_in_a_merge(f: Forger) -> None:
    f.merge(
        lambda: f.put("status: active", "status: active\noutcome: {result: stopped, date: 2026-02-01, team_member: No}")
    )


def kind(f: Forger) -> None:
    f.put("kind: coaching", "kind: performance-support")
    f.commit(MANAGER)


def member(f: Forger) -> None:
    f.put(f"team_member: {MEMBER}", f"team_member: {STRANGER}")
    f.commit(MANAGER)


def stranger(f: Forger) -> None:
    f.put(f"hr: {HR}", f"hr: {STRANGER}")
    f.commit(STRANGER)


def stranger_removes(f: Forger) -> None:
    shutil.rmtree(f.root / FOLDER)
    f.commit(STRANGER)


def check_in_by_a_stranger(f: Forger) -> None:
    f.record(MEMBER)
    f.commit(STRANGER)


def check_in_for_a_stranger(f: Forger) -> None:
    f.record(STRANGER)
    f.commit(MANAGER)


def check_in_reworded(f: Forger) -> None:
    f.put("hers", "his", f.check_in_of(MEMBER))
    f.commit(MANAGER)


def check_in_removed(f: Forger) -> None:
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MANAGER)


def check_in_of_a_merge(f: Forger) -> None:
    f.merge(lambda: f.record(MEMBER))


def check_in_lost_in_a_merge(f: Forger) -> None:
    f.merge((f.root / f.check_in_of(MEMBER)).unlink)


def new_beginning(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "--orphan", "anew")
    f.commit(MANAGER)


FORGED: dict[Callable[[Forger], None], set[str]] = {
    yes: {"yes-of-others"},
    yes_with_a_move: {"yes-of-others"},
    yes_in_a_merge: {"yes-of-merge"},
    no: {"declined", "proposer"},
    word: {"word-of-others"},
    word_in_the_plan: {"word-of-others"},
    word_removed: {"word-lost"},
    word_removed_with_a_move: {"word-lost"},
    word_lost_in_a_merge: {"word-lost"},
    own_words: {"own-words"},
    own_words_in_a_merge: {"own-words"},
    kind: {"kind"},
    member: {"member"},
    stranger: {"stranger"},
    stranger_removes: {"stranger"},
    check_in_by_a_stranger: {"record-by-stranger"},
    check_in_for_a_stranger: {"record-for-stranger"},
    check_in_reworded: {"record-changed"},
    check_in_removed: {"record-removed"},
    check_in_of_a_merge: {"record-of-merge"},
    check_in_lost_in_a_merge: {"record-lost"},
    new_beginning: {"word-of-others", "yes-of-others"},
}


def check_in_reworded_in_a_merge(f: Forger) -> None:
    f.merge(lambda: f.put("hers", "his", f.check_in_of(MEMBER)))


def check_in_taken_out_by_herself_and_lost_in_a_merge(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "-b", "side")
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "-")
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)
    f.git(f.root, "merge", "-q", "--no-edit", "side")


def check_in_reworded_by_a_merge_that_moves(f: Forger) -> None:
    def both() -> None:
        path = f.check_in_of(MEMBER)
        f.put("hers", "his", path)
        f.git(f.root, "add", "--all")
        f.moved()

    f.merge(both)


def check_in_of_one_side_reworded_in_a_merge(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "-b", "side")
    f.record(MEMBER)
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "-")
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)
    f.git(f.root, "merge", "-q", "--no-commit", "side")
    f.put("wins: [x]", "wins: [y]", f"{FOLDER}/check-ins/2026-01-19-x.md")
    f.commit(MANAGER)


def check_in_of_one_side_left_out(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "-b", "side")
    f.record(MEMBER)
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "-")
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)
    f.git(f.root, "merge", "-q", "-s", "ours", "--no-edit", "side")


def all_in_one(f: Forger) -> None:
    """The manager says yes for her, rewords her check-in, takes out her word, and ends the plan in her words."""
    for forge in (yes, check_in_reworded, word_removed, own_words):
        forge(f)


def put_back_by_somebody_else(f: Forger) -> None:
    """What she took back herself, the manager puts back, with the same bytes."""
    path = f.word_of(MEMBER)
    text = (f.root / path).read_text(encoding="utf-8")
    (f.root / path).unlink()
    f.commit(MEMBER)
    f.add(text, path)
    f.commit(MANAGER)


def a_plan_that_cannot_be_read_between(f: Forger) -> None:
    text = (f.root / ADA_PLAN).read_text(encoding="utf-8")
    (f.root / ADA_PLAN).write_text("---\n[\n---\n", encoding="utf-8")
    f.commit(MANAGER)
    (f.root / ADA_PLAN).write_text(text.replace("status: proposed", "status: agreed"), encoding="utf-8")
    f.commit(MANAGER)


def words_of_two_in_one_commit(f: Forger) -> None:
    """Both words, newly dated, in one commit of the manager's."""
    for name in (MEMBER, MANAGER):
        f.add(WORD.format(name, ""), f"{FOLDER}/agreements/2026-01-09-{name[:3].lower()}.md")
    f.commit(MANAGER)


def hr_in_the_members_name(f: Forger) -> None:
    f.put(f"hr: {HR}", f"hr: {STRANGER}")
    f.commit(f"{STRANGER.partition('<')[0]}<>")


def plans_of_two_from_elsewhere(f: Forger) -> None:
    """In a history that begins anew, the manager brings the plans of two people in one commit, and says yes in one."""
    f.begin_anew("anew-of-two")
    f.put("status: proposed", "status: agreed")
    f.commit(MANAGER)
    f.record(MEMBER)
    f.commit(STRANGER)


def yes_of_both_sides_and_no_of_one(f: Forger) -> None:
    """She says yes in two clones, and then no in one; a merge of the manager's keeps the yes."""
    for branch in ("side", "main-side"):
        f.git(f.root, "checkout", "-q", "-B", branch, "HEAD")
        f.put("status: proposed", "status: agreed")
        f.commit(MEMBER)
        f.git(f.root, "checkout", "-q", "HEAD~1")
    f.git(f.root, "checkout", "-q", "side")
    f.put("status: agreed", "status: declined")
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "main-side")
    f.git(f.root, "merge", "-q", "-s", "ours", "--no-edit", "side")
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)


def word_said_on_both_sides(f: Forger) -> None:
    """She says a word on the terms on two sides; a merge keeps one, and the manager takes out the older one."""
    f.git(f.root, "checkout", "-q", "-B", "side")
    f.add(WORD.format(MEMBER, "").replace("-01-09", "-02-05"), f"{FOLDER}/agreements/2026-02-05-ada.md")
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "HEAD~1")
    f.add(WORD.format(MEMBER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)
    f.git(f.root, "merge", "-q", "-s", "ours", "--no-edit", "side")
    (f.root / FOLDER / "agreements/2026-02-06-ada.md").unlink()
    f.commit(MANAGER)


def yeses_to_two(f: Forger) -> None:
    """The manager says yes for her to one activity, and again to one from which she has taken hers."""
    f.put("id: rehearse\n", "id: rehearse\n    why: Not now\n")
    text = (f.root / ADA_PLAN).read_text(encoding="utf-8")
    first, mark, rest = text.partition("id: rehearse\n")
    (f.root / ADA_PLAN).write_text(
        first + mark + rest.replace("status: agreed", "status: proposed", 1), encoding="utf-8"
    )
    f.commit(MEMBER)
    (f.root / ADA_PLAN).write_text(text.replace("status: proposed", "status: agreed"), encoding="utf-8")
    f.commit(MANAGER)


def word_and_yes_lost_in_a_merge(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "-B", "side")
    f.put("status: proposed", "status: agreed")
    f.commit(MEMBER)
    f.add(WORD.format(MEMBER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)
    f.git(f.root, "checkout", "-q", "HEAD~2")
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)
    f.git(f.root, "merge", "-q", "-s", "ours", "--no-edit", "side")


def stranger_who_takes_it_back(f: Forger) -> None:
    stranger(f)
    f.put(f"hr: {STRANGER}", f"hr: {HR}")
    f.commit(STRANGER)
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)


def stranger_whom_a_reader_sets_right(f: Forger) -> None:
    stranger(f)
    f.put(f"hr: {STRANGER}", f"hr: {HR}")
    f.commit(MANAGER)
    f.put("title: Clear", "title: Very clear")
    f.commit(STRANGER)


def word_in_her_name_and_then_hers(f: Forger) -> None:
    word(f)
    f.add(WORD.format(MEMBER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)
    f.add(WORD.format(MANAGER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-charles.md")
    f.commit(MANAGER)


def merge_by_a_stranger(f: Forger) -> None:
    """Two sides of the readers, joined by somebody who only merges."""
    f.merge(lambda: None)
    f.git(f.root, "commit", "-q", "--amend", "--no-edit", "--author", STRANGER)


def check_in_whose_plan_cannot_be_read(f: Forger) -> None:
    """In a merge, a check-in of hers that is not in the last version, and one that nobody can read."""

    def change() -> None:
        f.put("hers", "his", f.check_in_of(MEMBER))
        f.add("no check-in", f"{FOLDER}/check-ins/2026-01-20-y.md")

    f.merge(change)
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MEMBER)


def check_in_and_then_the_plan_removed(f: Forger) -> None:
    """The manager takes out her check-in, and she takes out the whole plan after that."""
    check_in_removed(f)
    shutil.rmtree(f.root / FOLDER)
    f.commit(MEMBER)


def words_from_elsewhere_removed(f: Forger) -> None:
    """Of plans that came from elsewhere, the manager takes out her word, and a yes of hers is no longer hers."""
    other = f.begin_anew("anew-without")
    word_removed(f)
    f.put("status: agreed", "status: proposed")
    f.commit(MANAGER)
    f.put("title: Clear", "title: Very clear", other)
    f.commit("Ben Carter <ben@example.com>")


def word_removed_and_put_back_by_her(f: Forger) -> None:
    path = f.word_of(MEMBER)
    text = (f.root / path).read_text(encoding="utf-8")
    word_removed(f)
    f.add(text, path)
    f.commit(MEMBER)


def word_removed_and_said_again(f: Forger) -> None:
    word_removed(f)
    f.add(WORD.format(MEMBER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)
    f.put("title: Clear", "title: Very clear")
    f.commit(MANAGER)


def yes_removed_and_said_again(f: Forger) -> None:
    f.put("status: agreed", "status: proposed")
    f.commit(MANAGER)
    f.put("status: proposed", "status: agreed")
    f.commit(MEMBER)


FURTHER = (
    check_in_and_then_the_plan_removed,
    words_from_elsewhere_removed,
    word_removed_and_put_back_by_her,
    word_removed_and_said_again,
    yes_removed_and_said_again,
    stranger_who_takes_it_back,
    stranger_whom_a_reader_sets_right,
    word_in_her_name_and_then_hers,
    merge_by_a_stranger,
    check_in_whose_plan_cannot_be_read,
    yeses_to_two,
    word_and_yes_lost_in_a_merge,
    plans_of_two_from_elsewhere,
    yes_of_both_sides_and_no_of_one,
    word_said_on_both_sides,
    check_in_reworded_in_a_merge,
    check_in_taken_out_by_herself_and_lost_in_a_merge,
    check_in_reworded_by_a_merge_that_moves,
    check_in_of_one_side_reworded_in_a_merge,
    check_in_of_one_side_left_out,
    all_in_one,
    put_back_by_somebody_else,
    a_plan_that_cannot_be_read_between,
    words_of_two_in_one_commit,
    hr_in_the_members_name,
)
"""Histories of which several things are to be said, or nothing."""


def hers_removed(f: Forger) -> None:
    (f.root / f.word_of(MEMBER)).unlink()
    f.commit(MEMBER)


def hers_removed_with_a_move(f: Forger) -> None:
    f.git(f.root, "rm", "-q", f.word_of(MEMBER))
    f.moved()
    f.commit(MEMBER)


def new_terms(f: Forger, assurance: str) -> None:
    """New terms, and the word of Ada on just these."""
    f.put("target: 4\n", "target: 40\n")
    path = f.root / ADA_PLAN
    plan = read_plan(ADA_PLAN, path.read_bytes()).content
    text = WORD.format(MEMBER, f"terms: {terms(plan)}\nassurance: {assurance}\n").replace("2026-01-09", "2026-02-06")
    f.add(text, f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)


def new_terms_claimed(f: Forger) -> None:
    new_terms(f, "claimed")


def new_terms_signed(f: Forger) -> None:
    new_terms(f, "signed")


def without_terms(f: Forger) -> None:
    f.put("target: 4\n", "target: 40\n")
    f.add(
        WORD.format(MEMBER, "assurance: signed\n").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md"
    )
    f.commit(MEMBER)


def closed_earlier(f: Forger) -> None:
    f.put("status: active", "status: closed\noutcome: {result: not-achieved, date: 2026-02-01, team_member: I failed}")
    f.commit(MEMBER, "--date", "2026-02-01T10:00:00")


def declined_agreed(f: Forger) -> None:
    f.put("status: declined", "status: agreed")
    f.commit(MEMBER)


def hr_in_his_name(f: Forger) -> None:
    f.put(f"hr: {HR}", f"hr: {STRANGER}")
    f.commit(MANAGER)


def check_in_in_her_name(f: Forger) -> None:
    f.record(MEMBER)
    f.commit(MEMBER)


def check_in_of_hers_reworded(f: Forger) -> None:
    f.put("hers", "his", f.check_in_of(MEMBER))
    f.commit(MEMBER)


def check_in_of_hers_removed(f: Forger) -> None:
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MEMBER)


SIGNED: dict[Callable[[Forger], None], str] = {
    hers_removed: "unsigned",
    hers_removed_with_a_move: "unsigned",
    new_terms_claimed: "unsigned",
    new_terms_signed: "claims-signed",
    without_terms: "claims-signed",
    closed_earlier: "unsigned",
    declined_agreed: "unsigned",
    hr_in_his_name: "unsigned",
    check_in_in_her_name: "unsigned",
    check_in_of_hers_reworded: "unsigned",
    check_in_of_hers_removed: "unsigned",
}

"""What the commands that record share: refuse what is not in order, and keep what a person typed."""

import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from coachplan.base.errors import RefusedError
from coachplan.commands import _arguments

if TYPE_CHECKING:
    from coachplan.base.findings import Finding
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

_NAMED = 3
_WORDS = ("CP6", "CP7")


@contextmanager
def keep_on_failure(repository: "Repository", typed: Callable[[], str], name: str) -> Iterator[None]:
    """Keep what was typed so far when the block fails or is stopped, in a form that --from takes."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import say

    try:
        with _hanging_up_is_stopping(), repository.keeping(typed, name):
            yield
    except (KeyboardInterrupt, EOFError, typer.Abort):
        if (text := typed()) and (kept := repository.keep(text, name)):
            say(f"\ncoachplan: stopped; what you typed is kept, record it as it is with --from {kept}")
            raise typer.Exit(130) from None
        raise
    except (CoachplanError, typer.Exit):
        raise
    except Exception:
        if (text := typed()) and (kept := repository.keep(text, name)):
            say(f"coachplan: what you typed is kept in {kept}")
        raise


@contextmanager
def _hanging_up_is_stopping() -> Iterator[None]:
    """A closed terminal or a polite kill ends the block as Ctrl-C does."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def change_plan(
    repository: "Repository",
    folder: "PlanFolder",
    edit: Callable[[str], str],
    verb: str,
    *,
    beside: Mapping[str, bytes] | None = None,
) -> str:
    """Carry out `edit` on the text of a plan and record it, in one commit `VERB: ID: what changed`; what changed.

    New files in `beside`, by path, are recorded in the same commit.
    """
    before = repository.read_bytes(folder.plan_path)
    after = edit(before.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return record_plan(repository, folder, before, after, verb=verb, beside=beside)


def record_plan(
    repository: "Repository",
    folder: "PlanFolder",
    before: bytes,
    after: bytes,
    *,
    verb: str = "Plan",
    draft: bool = False,
    beside: Mapping[str, bytes] | None = None,
    message: str | None = None,
) -> str:
    """Record a plan's new text in one commit; what changed, in coaching terms and without anyone's words.

    The commit says `VERB: ID: what changed`, or `message`. Refuses whoever is no reader of the plan; errors, but for
    placeholders while the plan is a draft, or for all of them with `draft` while it is one; and words that are another
    person's to say.
    """
    from coachplan.actions.saving import recorded, require_own_words, require_reader, require_true_assurance, who
    from coachplan.coaching.changes import subject
    from coachplan.format import read_plan
    from coachplan.views.cached_findings import judge_texts
    from coachplan.views.events import plan_changes

    known, actor = recorded(repository, folder), who(repository)
    require_reader(folder.plan_path, known, actor)
    new = dict(beside or {})
    texts = {folder.plan_path: after} | {path: repository.read_bytes(path) for path in folder.check_in_paths()} | new
    today, policy = _arguments.day(None), repository.settings.policy
    found = judge_texts(folder.plan_path, texts, today, policy)
    content = read_plan(folder.plan_path, after).content
    is_draft = content is not None and content.status == "draft"
    if not (draft and is_draft):
        refuse(found, besides=("CP103",) if is_draft else (), with_lines=True)
    require_own_words(folder.plan_path, known, after, actor)
    require_true_assurance(repository, folder, known, after)
    what = subject(plan_changes(folder.plan_path, before, after))
    changed = ({folder.plan_path: after} if after != before else {}) | new
    expecting: dict[str, bytes | None] = {folder.plan_path: before} | dict.fromkeys(new)
    repository.record(changed, message or f"{verb}: {folder.id}: {what}", expecting=expecting)
    earlier = judge_texts(folder.plan_path, {folder.plan_path: before}, today, policy)
    mention(_brought(earlier, [finding for finding in found if finding.path in changed]))
    return what


def _brought(earlier: "Iterable[Finding]", found: "Iterable[Finding]") -> "list[Finding]":
    """What was found now and not before, wherever it stood."""
    known = Counter((finding.path, finding.code, finding.message) for finding in earlier)
    brought = []
    for finding in found:
        key = (finding.path, finding.code, finding.message)
        known[key] -= 1
        if known[key] < 0:
            brought.append(finding)
    return brought


def refuse(findings: "Iterable[Finding]", *, besides: tuple[str, ...] = (), with_lines: bool = False) -> None:
    """Refuse what has findings, naming the first few; only errors count, and not those with a code in `besides`."""
    from coachplan.base.findings import Severity

    found = [f for f in findings if f.severity is Severity.ERROR and f.code not in besides]
    if found:
        places = [f"{f.path}:{f.line}: " if with_lines else "" for f in found]
        named = "; ".join(
            f"{place}{f.code} {f.message} ({f.advice})" for place, f in list(zip(places, found, strict=True))[:_NAMED]
        )
        rest = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise RefusedError(f"{named}{rest}; nothing was written")


def mention(findings: "Iterable[Finding]") -> None:
    """Say what of the recorded words a reader may be hurt by, or should not find here: language and privacy."""
    from coachplan.output.terminal.console import say

    found = [finding for finding in findings if finding.code.startswith(_WORDS)]
    for finding in found[:_NAMED]:
        say(f"{finding.path}:{finding.line}: {finding.code} {finding.message} ({finding.advice})")
    if found:
        say("It is recorded; while it is not shared, `git reset HEAD~1` takes the commit back and keeps your files")

"""Show the results of `coachplan check`: findings, a baseline, and places that can be fixed."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coachplan.actions import check
from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.layout import PLANS_FOLDER
from coachplan.base.words import plural
from coachplan.commands import _arguments
from coachplan.commands._codes import codes_of
from coachplan.output.findings import Format
from coachplan.output.terminal.console import line, out, say
from coachplan.output.terminal.progress_bar import progress_bar
from coachplan.views.checker import Checked

STDIN = "-"

if TYPE_CHECKING:
    from coachplan.store.repository import Repository


class _CheckedPlace(NamedTuple):
    """The findings in a repository, and what was asked for there."""

    repository: "Repository"
    request: check.CheckRequest
    checked: Checked


class Shown(NamedTuple):
    """What of the plans is shown: their `words`, `codes` in the place of names in paths, `limit` findings of a plan."""

    words: bool
    codes: bool
    limit: int | None


@dataclass(frozen=True)
class Checking:
    """A check that a person asked for, and how its results are shown; the day is read again for each run."""

    asked: "Sequence[tuple[Repository, check.CheckRequest]]"
    today: str | None
    format: Format
    shown: Shown
    statistics: bool
    allows_empty: bool = False

    @property
    def _are_several(self) -> bool:
        return len(self.asked) > 1

    @property
    def _one(self) -> "tuple[Repository, check.CheckRequest]":
        """The one repository that is checked, and what is asked for there."""
        (one,) = self.asked
        return one

    def in_errors(self) -> AbstractContextManager[None]:
        """Put codes in the place of names in errors, too, where they are shown so."""
        return codes_of(self.asked[0][0]).in_errors() if self.shown.codes and self.asked else nullcontext()

    def report(self, *, offers_fixes: bool) -> int:
        """Print what is found, and how much of it could be fixed; return the exit code."""
        found = self._run()
        checked = self._shown(found)
        if not (checked.files or checked.findings or self.allows_empty) and self.asked[0][1].is_whole:
            raise UnreadableError("there is not a plan here to check; --allow-empty lets that be")
        if text := self._text(checked):
            out(text)
        if offers_fixes and self.format is Format.FULL:
            self._offer_fixes(found)
        return checked.exit_code

    def _offer_fixes(self, found: Sequence[_CheckedPlace]) -> None:
        for repository, request, checked in found:
            if places := check.fixable(repository, request, checked):
                where = f" in {repository.root}" if self._are_several and not self.shown.codes else ""
                say(line(f"{plural(places, 'place')} can be fixed safely{where}: see --diff, then --fix"))

    def keep_watching(self) -> None:
        """Print what is found whenever a plan changes, until Ctrl-C."""
        from coachplan.commands._watching import keep_watching

        repositories = [repository for repository, _ in self.asked]
        keep_watching(repositories, lambda: self._text(self._shown(self._run())), lambda: _arguments.day(self.today))

    def _run(self) -> list[_CheckedPlace]:
        """Return the findings in each repository."""
        day = _arguments.day(self.today)
        with progress_bar("Checking plans") as tick:
            if self._are_several:
                results = check.check_all(self.asked, day, tick)
            else:
                results = [check.check(*self._one, day, tick)]
        for (_, request), (_, fixed) in zip(self.asked, results, strict=True):
            if fixed and request.baseline:
                known = f"{plural(fixed, 'finding')} in {request.baseline.name} {'is' if fixed == 1 else 'are'} fixed"
                say(f"{known}; update it with --write-baseline")
        return [_CheckedPlace(*one, result.checked) for one, result in zip(self.asked, results, strict=True)]

    def _shown(self, found: Sequence[_CheckedPlace]) -> Checked:
        """Return what was found, with lines or codes that are shown; in several repositories, as seen from here."""
        quoted = [self._as_shown(repository, checked) for repository, _, checked in found]
        if not self._are_several:
            return quoted[0]
        ways = [self._shown_path(repository, number) for number, (repository, _, _) in enumerate(found, 1)]
        return Checked.together([checked.seen_from(way) for checked, way in zip(quoted, ways, strict=True)])

    def _as_shown(self, repository: "Repository", checked: Checked) -> Checked:
        if self.shown.codes:
            return codes_of(repository).checked(checked)
        return checked.quoted(repository.root) if self.shown.words and not self.statistics else checked

    def _shown_path(self, repository: "Repository", number: int = 0) -> Callable[[str], str]:
        """Return the function that writes a path: as seen from here, or with codes, which no folder's name precedes."""
        if not self.shown.codes:
            return _arguments.shown_path(repository)
        return lambda path: f"repository-{number}/{path}" if number else path

    def _text(self, checked: Checked) -> str:
        """Return the findings, or how many each rule has, in the format."""
        from coachplan.output import findings as report

        if self.statistics:
            return report.statistics(checked, self.format)
        shown_path = str if self._are_several else self._shown_path(self._one[0])
        return report.render(
            checked,
            self.format,
            show_text=self.shown.words,
            shown_path=shown_path,
            limit=self.shown.limit,
            has_codes=self.shown.codes,
        )

    def write_baseline(self, file: Path) -> None:
        """Write what is found to a file, and say how much that is."""
        with progress_bar("Checking plans") as tick:
            count = check.write_baseline(*self._one, file, _arguments.day(self.today), tick)
        say(f"Wrote {file}: {plural(count, 'finding')}")

    def show_fixes(self) -> bool:
        """Print what --fix would change, as a diff or without any word of a plan; True if that is anything."""
        from coachplan.checks.fixes import diff
        from coachplan.output.terminal.console import clean, faithful

        repository, found = self._one[0], check.fixes(*self._one)
        shown_path = codes_of(repository).path if self.shown.codes else _arguments.shown_path(repository)
        for path, before, fixed in found:
            if self.shown.words:
                out(faithful(diff(path, before, fixed.raw)))
            else:
                out("".join(clean(f"{shown_path(path)}:{at.line}: {at.code} {at.message}\n") for at in fixed.fixes))
        renamed = check.renames(*self._one)
        for new in renamed.values():
            out(f"{PLANS_FOLDER}: CP906 a folder gets the name {shown_path(new)}")
        if found or not renamed:
            say(_counted(found, "Would fix") if found else "Nothing to fix")
        return bool(found or renamed)

    def fix(self) -> None:
        """Fix what can be fixed safely, and say how much that was."""
        if found := check.fix(*self._one):
            say(f"{_counted(found, 'Fixed')}; record it with `coachplan save`")
        if renamed := check.rename(*self._one):
            names = "" if self.shown.codes else f": {', '.join(renamed)}"
            say(f"Renamed {plural(len(renamed), 'folder')}{names}; record it with `coachplan save`")


def _counted(found: Sequence[check.FileFix], verb: str) -> str:
    return f"{verb} {plural(sum(file.places for file in found), 'place')} in {plural(len(found), 'file')}"


def report_alone(
    request: check.CheckRequest,
    today: str | None,
    form: Format,
    modes: Mapping[str, object],
    shown: Shown,
) -> int:
    """Print what is found in files, or in standard input, that lie in no plan repository; return the exit code.

    Refuses `modes` that need a plan repository.
    """
    from coachplan.format.source import require_text
    from coachplan.output import findings as report

    asked = {**modes, "--changed-since": request.changed_since, "--baseline": request.baseline}
    if wrong := [name for name, given in asked.items() if given]:
        raise UsageError(f"{' and '.join(wrong)}: this works in a plan repository, not with a file on its own")
    texts = []
    for number, path in enumerate(request.paths, 1):
        name, given = ("stdin", "-") if str(path) == STDIN else (str(path), str(request.start / path))
        name = f"file-{number}" if shown.codes else name
        texts.append((name, _arguments.read_input(given)))
        require_text(texts[-1][1], name)
    checked = check.check_alone(texts, request, _arguments.day(today))
    if text := report.render(
        checked, form, show_text=shown.words, shown_path=str, limit=shown.limit, has_codes=shown.codes
    ):
        out(text)
    return checked.exit_code


def are_alone(start: Path, paths: Sequence[Path]) -> bool:
    """True if each of these paths is standard input, or a file that lies in no plan repository."""
    from coachplan.base.errors import UnreadableError
    from coachplan.store.files import find_root

    def is_alone(path: Path) -> bool:
        try:
            find_root((start / path).parent)
        except UnreadableError:
            return (start / path).is_file()
        return False

    return bool(paths) and all(str(path) == STDIN or is_alone(path) for path in paths)

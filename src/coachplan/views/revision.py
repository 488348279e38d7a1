"""A change of a plan as one object: each version is read once, and guards, findings and events ask the change."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coachplan.base.findings import Finding
from coachplan.base.layout import agreements_in, plan_id
from coachplan.base.policy import Policy
from coachplan.base.words import spaced
from coachplan.format import Document, Files, read_plan
from coachplan.plan import CheckIn, Person, Plan
from coachplan.plan.parents import before_merge
from coachplan.plan.terms import changes_terms, lapsed
from coachplan.plan.whose_word import no_reader, overreach

if TYPE_CHECKING:
    from coachplan.checks.rule import HadRole
    from coachplan.coaching.changes import Change
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository


@dataclass(frozen=True)
class Version:
    """The bytes of a plan and its agreements at one time; read when somebody asks, and once."""

    path: str
    raw: bytes
    agreements: Files = ()

    @classmethod
    def on_disk(cls, repository: "Repository", folder: "PlanFolder") -> "Version":
        """The version in a plan's folder."""
        return cls(folder.plan_path, repository.read_bytes(folder.plan_path), repository.read_agreements(folder))

    @classmethod
    def shown(cls, repository: "Repository", folder: "PlanFolder") -> "Version":
        """The version in a plan's folder; while its file has a conflict, the plan as it was before."""
        return cls(folder.plan_path, repository.plan_bytes(folder), repository.read_agreements(folder))

    @classmethod
    def among(cls, files: Mapping[str, bytes], path: str) -> "Version | None":
        """The version of the plan at `path` among the files of its folder, None where it is not among them."""
        if path not in files:
            return None
        return cls(path, files[path], tuple((name, files[name]) for name in agreements_in(files)))

    @cached_property
    def document(self) -> Document[Plan]:
        """The plan as it was read."""
        return read_plan(self.path, self.raw, self.agreements)

    @property
    def content(self) -> Plan | None:
        """The plan, None where it cannot be read."""
        return self.document.content

    @property
    def untidied(self) -> int:
        """The number of acknowledgements that stand in the plan's own file."""
        alone = read_plan(self.path, self.raw).content
        return len(alone.acknowledgements) if alone else 0

    @property
    def text(self) -> str:
        """The bytes as a text that edits take, whatever they are."""
        return self.raw.decode("utf-8", "surrogateescape")

    def with_text(self, text: str) -> "Version":
        """The version that an edit makes of this one."""
        return replace(self, raw=text.encode("utf-8", "surrogateescape"))

    def with_agreements(self, new: Files) -> "Version":
        """The version with more agreements."""
        files = dict((*self.agreements, *new))
        return replace(self, agreements=tuple((path, files[path]) for path in agreements_in(files))) if new else self

    @classmethod
    def before_merge(cls, parents: Sequence["Version"], after: "Version") -> "Version":
        """The version that a merge of `parents` starts from: see `plan.parents.before_merge`.

        What tells it from `after` is the merge's own. Parents that cannot be read count for nothing beside others.
        """
        readable = [version for version in parents if version.content]
        if len(readable) < 2 or after.content is None:
            return (readable or parents)[0]
        tidiest = min(readable, key=lambda version: version.untidied)
        merged = cls(after.path, tidiest.raw, tidiest.agreements)
        plan = before_merge([version.content for version in readable if version.content], after.content)
        bodies = [version.document.body for version in readable]
        known = {line for body in bodies for line in body.splitlines()}
        body = after.document.body if known.issuperset(after.document.body.splitlines()) else bodies[0]
        merged.__dict__["document"] = replace(readable[0].document, content=plan, body=body)
        return merged

    def findings(
        self,
        check_ins: Sequence[Document[CheckIn]],
        today: date,
        policy: Policy,
        had_role: "HadRole | None" = None,
        read: Container[str] = (),
    ) -> list[Finding]:
        """Return what the rules find in this version and these check-ins; `had_role` as rules ask it.

        Of check-ins that were `read` before, by path, what rules find in their words alone is left out.
        """
        from coachplan.checks.lint import lint
        from coachplan.checks.rule import RuleContext

        return lint(self.document, check_ins, RuleContext(today, policy, had_role), read=read)

    def findings_in(
        self, check_in: Document[CheckIn], today: date, policy: Policy, had_role: "HadRole"
    ) -> list[Finding]:
        """Return what the rules find in one check-in of this version, without what they find in the plan."""
        from coachplan.checks.lint import lint_check_in
        from coachplan.checks.rule import RuleContext

        return lint_check_in(self.document, check_in, RuleContext(today, policy, had_role))


@dataclass(frozen=True)
class PlanRevision:
    """A plan before and after; None where it was not there yet, or is not there any more."""

    before: Version | None
    after: Version | None

    @property
    def is_change(self) -> bool:
        """True if the bytes differ."""
        before, after = self.before, self.after
        if before is None or after is None:
            return before is not after
        return (before.raw, before.agreements) != (after.raw, after.agreements)

    @property
    def path(self) -> str:
        """The path of the plan as it is now, or was last."""
        version = self.after or self.before
        assert version is not None
        return version.path

    @property
    def id(self) -> str:
        """The id of the plan."""
        return plan_id(self.path)

    @property
    def _old(self) -> Plan | None:
        return self.before.content if self.before else None

    @property
    def _new(self) -> Plan | None:
        return self.after.content if self.after else None

    @property
    def keeps_readings(self) -> bool:
        """True if rules that read the words of check-ins alone find the same before and after."""
        old, new = self._old, self._new
        return old is not None and new is not None and (old.kind, old.ignore) == (new.kind, new.ignore)

    # -- the story -----------------------------------------------------------------------------------------------------

    def changes(self, author: Person | None = None) -> "Iterator[Change]":
        """Yield the changes in coaching terms; those made in the name of somebody else than the `author` are marked."""
        from coachplan.coaching.changes import compare, wordless

        if not self.is_change:
            return
        if self.before is None or self.after is None:
            yield wordless("plan made" if self.before is None else "plan removed")
        elif self._old is None or self._new is None:
            yield wordless("plan readable again" if self._new else "plan no longer readable")
        else:
            told = [*self._of_readability(), *compare(self._comparable, self._new, author)]
            yield from told
            if not told and self.before.untidied > self.after.untidied:
                yield wordless("acknowledgements moved into files of their own")
            if self.before.document.body != self.after.document.body:
                yield wordless("notes changed")

    @property
    def _unread(self) -> tuple[frozenset[str], frozenset[str]]:
        """The sections that could not be read, before and after."""
        assert self.before is not None
        assert self.after is not None
        return self.before.document.unread, self.after.document.unread

    @property
    def _comparable(self) -> Plan:
        """The plan before, but for what stands in for a section that cannot be read: nobody wrote that."""
        old, unread = self._old, frozenset().union(*self._unread)
        assert old is not None
        return old.model_copy(update={key: getattr(self._new, key) for key in unread}) if unread else old

    def _of_readability(self) -> "Iterator[Change]":
        from coachplan.coaching.changes import wordless

        before, after = self._unread
        for key in sorted(before ^ after):
            yield wordless(f"{spaced(key)} {'filled in' if key in before else 'no longer readable'}")

    @cached_property
    def subject(self) -> str:
        """The changes in one line, without anyone's words."""
        from coachplan.coaching.changes import subject

        return subject(self.changes())

    # -- the guards ----------------------------------------------------------------------------------------------------

    def not_for(self, actor: Person) -> str | None:
        """The reason why `actor` may not change this plan at all; see `whose_word.no_reader`."""
        return no_reader(self._old, actor) if self._old else None

    def words_of_others(self, actor: Person) -> str | None:
        """The reason why `actor` may not make this change; see `whose_word.overreach`.

        What cannot be read is not judged: no command of ours has recorded it.
        """
        if self._new is None or (self.before is not None and self._old is None):
            return None
        return overreach(self._old, self._new, actor)

    @property
    def claims_signature(self) -> bool:
        """True if a new acknowledgement says that it is signed."""
        known = self._old.acknowledgements if self._old else ()
        entries = self._new.acknowledgements if self._new else ()
        return any(entry.assurance == "signed" and entry not in known for entry in entries)

    # -- the terms -----------------------------------------------------------------------------------------------------

    @cached_property
    def changes_terms(self) -> bool:
        """True if something that both agreed on is changed or taken out."""
        old, new = self._old, self._new
        return self.is_change and old is not None and new is not None and changes_terms(old, new)

    @cached_property
    def lapsed(self) -> tuple[Person, ...]:
        """The people whose last word on the terms held before, and does not hold any more."""
        return lapsed(self._old, self._new) if self.is_change and self._old and self._new else ()


def brought(earlier: Iterable[Finding], found: Iterable[Finding]) -> list[Finding]:
    """The findings that are new, wherever they stood before."""
    known = Counter((finding.path, finding.code, finding.message) for finding in earlier)
    new = []
    for finding in found:
        key = (finding.path, finding.code, finding.message)
        known[key] -= 1
        if known[key] < 0:
            new.append(finding)
    return new

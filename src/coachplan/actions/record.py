"""Record a change of a plan: a request goes in, and a result comes out; nothing is shown or asked here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from coachplan.base.errors import RefusedError, UsageError
from coachplan.base.findings import UNREADABLE, Finding, Severity
from coachplan.base.layout import AGREEMENTS_FOLDER, PLAN_FILE
from coachplan.base.people import is_private
from coachplan.coaching.answers import answers, with_answers
from coachplan.coaching.lifecycle import status_on
from coachplan.format import Document, Files, under_present_names
from coachplan.plan import BEGUN, Agreed, CheckIn, Person, Plan
from coachplan.plan.terms import role_of, takes_part
from coachplan.plan.whose_word import no_reader, no_voice
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.unfinished import Operation
from coachplan.views.beginning import begun_version
from coachplan.views.revision import PlanRevision, Version, brought

_NAMED = 3


@dataclass(frozen=True)
class OpenPlan:
    """The plan that a command is about: its files are read once, and what is recorded is based on what was read.

    `version` is what the command changes: the plan `on_disk`, or the same as it counts on a day. A plan that `is_aside`
    takes nothing but files of their own: git is in the middle of an `operation`, or there is a conflict in it.
    """

    repository: Repository
    folder: PlanFolder
    on_disk: Version
    version: Version
    operation: Operation | None = None
    is_aside: bool = False

    @classmethod
    def at(cls, repository: Repository, folder: PlanFolder, today: date | None = None) -> "OpenPlan":
        """The plan in `folder`, as it is on disk or, with a day, as it counts on that day."""
        on_disk = Version.on_disk(repository, folder)
        opened = cls(repository, folder, on_disk, on_disk)
        return replace(opened, version=opened.begun(on_disk, today)) if today else opened

    @classmethod
    def for_new_file(cls, repository: Repository, folder: PlanFolder, today: date) -> "OpenPlan":
        """The plan as `at` has it; in the middle of something, as it is on disk, or as it was before a conflict."""
        operation = repository.work_tree.operation()
        if not (operation or repository.is_in_conflict(folder)):
            return cls.at(repository, folder, today)
        version = Version.shown(repository, folder)
        return cls(repository, folder, version, version, operation, is_aside=True)

    def begun(self, version: Version, today: date, before: Version | None = None) -> Version:
        """The version with `status: active`, where it, or the one before a change, counts as that on a day.

        It stays as it is where the person who acts may not write that. A plan that has begun stays so when its terms
        change, although the agreement that began it lapses.
        """
        plan, policy = version.content, self.repository.settings.policy
        if plan is None or plan.status != "draft" or no_reader(plan, self.actor):
            return version
        has_begun = before is not None and before != version and self.begun(before, today) != before
        if not has_begun and status_on(plan, today, policy) == plan.status:
            return version
        return begun_version(version, self.check_ins, today, policy)

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.folder.id

    @property
    def plan(self) -> Plan:
        """The plan as far as it can be read; refuses one of which nothing can."""
        return self.version.document.readable()

    @cached_property
    def check_ins(self) -> list[Document[CheckIn]]:
        """The check-ins, by day and as they were recorded."""
        return self.repository.read_check_ins(self.folder)

    @cached_property
    def held(self) -> list[CheckIn]:
        """The check-ins that can be read; measures have the names that the plan has now."""
        return contents(self.plan, self.check_ins)

    @cached_property
    def actor(self) -> Person:
        """The person who acts, as git says."""
        return who(self.repository, self.on_disk.content)

    @cached_property
    def recorded(self) -> Version | None:
        """The plan as it was last recorded, whatever was edited by hand since; None for one that never was."""
        known = {self.on_disk.path: self.on_disk.raw, **dict(self.on_disk.agreements)}
        parts = (PLAN_FILE, f"{AGREEMENTS_FOLDER}/")
        files = self.repository.git.files_at("HEAD", self.folder.path, parts, known)
        version = Version.among(files, self.folder.plan_path)
        return self.on_disk if version == self.on_disk else version

    def judged_by(self, after: Version) -> Version | None:
        """The version that a change to `after` is compared with: the last recorded one that could be read."""
        from coachplan.views.lineage import last_readable

        return self.recorded and last_readable(self.repository.history, self.recorded, after)

    def had_role(self, person: Person, day: date) -> bool:
        """True if a recorded version of the plan that held on a day, or later, names a person."""
        from coachplan.views.former_roles import FormerRoles

        return FormerRoles(self.repository, self.folder).had(person, day)


@dataclass(frozen=True)
class NewCheckIn:
    """A check-in that is not recorded yet: where it goes, its bytes, and the same as they were read."""

    path: str
    raw: bytes
    document: Document[CheckIn]


@dataclass(frozen=True)
class PlanChange:
    """A request to record a plan's new text, new agreements or a new check-in, or several of them in one commit.

    The commit says `VERB: ID: what changed`, or else `message`. With `may_have_errors`, a draft may. One that
    `is_nobodys` word changes the text as it says, and nothing else that is due.
    """

    text: str
    verb: str = "Plan"
    check_in: NewCheckIn | None = None
    agreements: Files = ()
    message: str = ""
    may_have_errors: bool = False
    is_nobodys: bool = False


@dataclass(frozen=True)
class Recorded:
    """A change that is recorded: the `path` that it is about, the change itself, and the findings it brought.

    `subject` has it in coaching terms without anyone's words, and is empty for a check-in. It is only on disk yet where
    it is not `is_committed`.
    """

    path: str
    revision: PlanRevision
    subject: str
    brought: tuple[Finding, ...]
    is_committed: bool = True

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        assert self.revision.after is not None
        return self.revision.after.document.readable()


def who(repository: Repository, plan: Plan | None = None) -> Person:
    """The person who acts, as git says or, where a `plan` knows nobody of that address, as a mailmap has them.

    In a plan, who acts under the private address of a forge has the address that the plan knows.
    """
    repository.git.folder()  # a git that is broken knows nobody, and is to be reported first
    actor = Person(*repository.git.identity())
    if plan is None:
        return actor
    if role_of(plan, actor) is None:
        mapped = Person(*repository.git.mapped(*repository.git.identity()))
        actor = mapped if role_of(plan, mapped) else actor
    known = next((person for person in plan.people.readers() if person.is_same_as(actor)), None)
    return known if known and known.email and is_private(actor.email) else actor


def read_person(text: str, *, option: str) -> Person:
    """Return the person that a text such as `Ada Lovelace <ada@example.com>` names; refuses one that names nobody."""
    try:
        return Person.read(text.strip())
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def contents(plan: Plan, check_ins: Sequence[Document[CheckIn]]) -> list[CheckIn]:
    """The check-ins of a plan that can be read; measures have the names that the plan has now."""
    return [entry.content for entry in under_present_names(plan, check_ins) if entry.content]


def record(at: OpenPlan, change: PlanChange, today: date) -> Recorded:
    """Record a change in one commit; its findings are those of `today`.

    Refuses a person who does not read the plan, errors, and words that are another person's to say. A check-in that
    changes nothing of the plan itself may come from anyone who takes part.
    """
    require_signing(at.repository)
    after = _after(at, change, today)
    revision, new = PlanRevision(at.on_disk, after), change.check_in
    made = new.path if new else next((path for path, _ in change.agreements), "")
    asked = (today, at.repository.settings.policy, at.had_role)
    read = {check_in.path for check_in in at.check_ins} if revision.is_change and revision.keeps_readings else set()
    if revision.is_change:
        since = PlanRevision(at.judged_by(after), after)
        require_reader(since, at.actor)
        found = after.findings([*at.check_ins, *([new.document] if new else [])], *asked, read)
    else:
        found = after.findings_in(new.document, *asked) if new else []
    if new and new.document.content:
        require_voice(at, after, new.document.content)
    errors: list[Finding] = []
    if has_error(found) and not (change.may_have_errors and is_draft(after)):
        stood = at.recorded.findings(at.check_ins, *asked) if at.recorded else []
        errors = errors_brought(stood, found, {after.path, made})
    # Whose word it is, is known of what can be read; and it says more than what the words bring about.
    refuse([error for error in errors if error in after.document.findings], unwritten=made)
    if revision.is_change:
        require_own_words(since, at.actor)
        require_true_assurance(since, at.repository)
    refuse(errors, unwritten=made)
    subject = revision.subject if revision.is_change else ""
    is_committed = _write(at, revision, new, change.message or f"{change.verb}: {at.id}: {subject}")
    earlier = at.on_disk.findings(at.check_ins, *asked, read) if revision.is_change and found else ()
    path = made if made and (new or after.raw == at.on_disk.raw) else after.path
    return Recorded(path, revision, "" if new else subject, tuple(brought(earlier, found)), is_committed)


def _after(at: OpenPlan, change: PlanChange, today: date) -> Version:
    """Return the plan's new version: with each yes that the change gives, and active where it begins by itself."""
    if at.is_aside:
        return at.on_disk
    after = at.version.with_text(change.text).with_agreements(change.agreements)
    if change.is_nobodys:
        return after
    if after.raw != at.on_disk.raw:
        after = answered(at, at.judged_by(after), after, today)
    if at.on_disk.content and at.on_disk.content.status == "draft":
        return at.begun(after, today, before=at.on_disk if at.version == at.on_disk else None)
    return after


def _write(at: OpenPlan, revision: PlanRevision, new: NewCheckIn | None, message: str) -> bool:
    """Write and commit a change; return False where it is written, and could not be committed yet."""
    if at.is_aside and new:
        return at.repository.record_beside(new.path, new.raw, message)
    writes: dict[str, bytes] = {}
    expecting: dict[str, bytes | None] = {}
    if revision.after and revision.after.raw != at.on_disk.raw:
        writes[at.on_disk.path], expecting[at.on_disk.path] = revision.after.raw, at.on_disk.raw
    if revision.after:
        more = dict(file for file in revision.after.agreements if file not in at.on_disk.agreements)
        writes, expecting = writes | more, expecting | dict.fromkeys(more)
    if new:
        writes[new.path], expecting[new.path] = new.raw, None
    recorded = [at.recorded.path] if at.on_disk.path in writes and at.recorded else []
    at.repository.record(writes, message, expecting=expecting, recorded=recorded)
    return True


def answered(at: OpenPlan, before: Version | None, after: Version, today: date) -> Version:
    """Return a plan's new version with each yes of the team member that the change gives; see `coaching.answers`.

    The history is asked only where an activity had begun without one.
    """
    is_known = before is None or before.content is not None
    if not is_known or after.content is None or not any(entry.status in BEGUN for entry in after.content.activities):
        return after
    plan = before.content if before else None

    def recorded() -> dict[int, Agreed]:
        from coachplan.views.attestation import own_acceptances

        assert plan is not None
        member = plan.people.team_member
        return {
            place: Agreed(by=member, date=commit.when.date(), words=plan.activities[place].words)
            for place, commit in own_acceptances(at.repository.history, at.folder.path, plan).items()
        }

    given = answers(plan, after.content, at.actor, today, recorded)
    return after.with_text(with_answers(after.text, given)) if given else after


def has_error(found: Iterable[Finding]) -> bool:
    """True if one of these findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in found)


def errors_brought(stood: Iterable[Finding], found: Sequence[Finding], written: Collection[str]) -> list[Finding]:
    """Return the errors that a change brings, and those for which a file that it writes cannot be read.

    What `stood` in the last recorded version refuses nothing: a merge may have brought it, and each change mends a
    part.
    """
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    unreadable = [finding for finding in errors if finding.path in written and finding.code in UNREADABLE]
    known = [finding for finding in stood if finding.severity is Severity.ERROR]
    return [*unreadable, *(finding for finding in brought(known, errors) if finding not in unreadable)]


def is_draft(version: Version) -> bool:
    """True if the plan can be read and is a draft: nobody works with it yet."""
    return version.content is not None and version.content.status == "draft"


def refuse(findings: Iterable[Finding], *, unwritten: str) -> None:
    """Refuse what has errors, naming the first few, with their places but for those in a file that is `unwritten`."""
    found = [finding for finding in findings if finding.severity is Severity.ERROR]
    if found:
        named = "; ".join(
            f"{'' if f.path == unwritten else f'{f.path}:{f.line}: '}{f.code} {f.message} ({f.advice})"
            for f in found[:_NAMED]
        )
        rest = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise RefusedError(f"{named}{rest}; nothing was written")


def require_reader(since: PlanRevision, actor: Person) -> None:
    """Refuse a change of a recorded plan by a person who is not one of its readers; see `whose_word.no_reader`."""
    if why := since.not_for(actor):
        raise RefusedError(f"{since.path}: {why}; nothing was recorded")


def require_voice(at: OpenPlan, after: Version, check_in: CheckIn) -> None:
    """Refuse a check-in from somebody who takes no part in the plan; see `whose_word.no_voice`."""
    before = at.judged_by(after)
    plan = (before.content if before else None) or at.plan
    if why := no_voice(plan, check_in, at.actor):
        raise RefusedError(f"{at.folder.plan_path}: {why}; nothing was recorded")
    require_part(at, after, check_in)


def require_part(at: OpenPlan, after: Version, check_in: CheckIn) -> None:
    """Refuse a check-in in the name of somebody who took no part in the plan on its day."""
    if after.content and not (takes_part(after.content, check_in.by) or at.had_role(check_in.by, check_in.date)):
        raise RefusedError(
            f"{at.folder.plan_path}: {check_in.by} has no role in this plan, and cannot have made the check-in of "
            f"{check_in.date}; a peer's view is recorded with --peer, --about and --feedback; nothing was recorded"
        )


def require_own_words(since: PlanRevision, actor: Person) -> None:
    """Refuse a change of a plan in which `actor` says what is another person's to say."""
    if why := since.words_of_others(actor):
        raise RefusedError(f"{since.path}: {why}; nothing was recorded")


def require_signing(repository: Repository) -> None:
    """Refuse to record where everybody's words are signed by the policy, and git is not set to sign."""
    if repository.settings.policy.signed and not repository.git.is_signing():
        raise RefusedError(
            "here each word needs its person's signature, and git is not set to sign commits: `coachplan sign --setup` "
            "does that; nothing was recorded"
        )


def require_true_assurance(since: PlanRevision, repository: Repository) -> None:
    """Refuse a new acknowledgement that says it is signed, where git will not sign the commit that records it."""
    if since.claims_signature and not repository.git.is_signing():
        raise RefusedError(
            f"{since.path}: an acknowledgement says that it is signed, and git is not set to sign commits: "
            "`coachplan sign --setup`, or write `assurance: claimed`; nothing was recorded"
        )

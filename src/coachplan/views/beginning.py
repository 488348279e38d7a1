"""The plan as it counts on a day: a draft without errors that both have agreed to is active from its start on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from coachplan.base.findings import Severity

if TYPE_CHECKING:
    from coachplan.base.policy import Policy
    from coachplan.format import Document
    from coachplan.plan import CheckIn, Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository
    from coachplan.views.revision import Version


def as_of(repository: "Repository", folder: "PlanFolder", plan: "Plan", today: date) -> "Plan":
    """Return the plan of a folder as it counts on the day `today`; a draft knows the day of its oldest proposal."""
    from coachplan.coaching.lifecycle import status_on
    from coachplan.coaching.proposals import open_proposals
    from coachplan.views.revision import Version

    policy = repository.settings.policy
    if status_on(plan, today, policy) == plan.status:
        waits = plan.status == "draft" and today <= plan.timeline.start and open_proposals(plan)
        return plan.with_proposals_since(repository.history.proposed_since(folder.plan_path)) if waits else plan
    on_disk = Version.shown(repository, folder)
    counted = begun_version(on_disk, repository.read_check_ins(folder), today, policy)
    return plan if counted is on_disk else plan.model_copy(update={"status": "active"})


def document_as_of(
    repository: "Repository", folder: "PlanFolder", document: "Document[Plan]", today: date
) -> "Document[Plan]":
    """Return the document of a plan, with the plan as it counts on the day `today`."""
    plan = document.content and as_of(repository, folder, document.content, today)
    return document if plan is document.content else replace(document, content=plan)


def begun_version(
    version: "Version", check_ins: "Sequence[Document[CheckIn]]", today: date, policy: "Policy"
) -> "Version":
    """Return the version of a draft with `status: active`; the draft itself, where errors keep it one."""
    from coachplan.format import set_value

    active = version.with_text(set_value(version.text, ("status",), "active"))
    found = active.findings(check_ins, today, policy)
    return version if any(finding.severity is Severity.ERROR for finding in found) else active

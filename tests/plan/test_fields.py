"""People, days and texts, and the short forms that grow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from coachplan.plan import CheckIn, CurrentState, Person, Plan, texts

PLAN = {
    "coachplan": "1",
    "title": "Clear status updates",
    "people": {"team_member": "Ada Lovelace <ada@example.com>", "manager": "Charles Babbage"},
    "development_area": "Updates",
    "current_state": "Two a week",
    "goal_state": "Four a week",
    "activities": "Rehearse",
    "timeline": "2026-01-05 to 2026-02-04",
    "support_assets": "Half an hour",
    "update_cadence": "week",
}


def kinds(data: dict[str, object], model: type[Plan] | type[CheckIn] = Plan) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return {error["type"] for error in caught.value.errors(include_url=False)}


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("Ada Lovelace <ada@example.com>", "Ada Lovelace", "ada@example.com"),
        ("Ada Lovelace<ada@example.com>", "Ada Lovelace", "ada@example.com"),
        ("Ada Lovelace  \t <ada@example.com>", "Ada Lovelace", "ada@example.com"),
        ("Ada Lovelace", "Ada Lovelace", None),
        ("Zoë Åkesson", "Zoë Åkesson", None),
        ("佐藤 美咲 <misaki@example.org>", "佐藤 美咲", "misaki@example.org"),
        ("O'Neil, Pat (they)", "O'Neil, Pat (they)", None),
        ("ada@example.com", "ada@example.com", None),
    ],
)
def test_a_person_is_a_name_with_or_without_an_email(written: str, name: str, email: str | None) -> None:
    person = Person.read(written)

    assert (person.name, person.email) == (name, email)
    assert str(person) == (f"{name} <{email}>" if email else name)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "<ada@example.com>",
        "Ada <ada>",
        "Ada <>",
        "Ada <ada@example.com",
        "Ada ada@example.com>",
        "Ada <a@b> <c@d>",
        "Ada <a@b> Lovelace",
        "Ada <a b@c>",
        "Ada\nLovelace",
        "Ada\n<ada@example.com>",
        "Ada\x1b[31m",
        "Ada\x9b31m",
        "Ada\u2028Lovelace",
    ],
)
def test_what_is_no_person_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="a person is written as"):
        Person.read(written)


def test_a_name_with_thousands_of_spaces_is_read_at_once() -> None:
    assert Person.read(f"Ada{' ' * 60_000}Lovelace").email is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada <ada@example.com>", "A. Lovelace <ADA@example.com>", True),
        ("Ada <ada@example.com>", "Ada <other@example.com>", False),
        ("Ada <ada@example.com>", "ada", True),
        ("Ada", "Charles", False),
    ],
)
def test_two_are_one_person_by_email_or_else_by_name(one: str, other: str, same: bool) -> None:
    assert Person.read(one).is_same_as(Person.read(other)) is same
    assert Person.read(other).is_same_as(Person.read(one)) is same


def test_equal_people_have_equal_hashes() -> None:
    assert len({Person.read("Ada<a@b>"), Person.read("Ada <a@b>"), Person.read("Ada")}) == 2
    assert Person.read("Ada") != "Ada"
    assert repr(Person.read("Ada")) == "Person('Ada')"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2026-02-30", "no_such_date"),
        ("2026-13-01", "no_such_date"),
        ("0026-01-05", "no_such_date"),
        ("9999-12-31", "no_such_date"),
        ("2026-1-5", "not_a_date"),
        ("20260105", "not_a_date"),
        ("5 January", "not_a_date"),
        ("12/01/2026", "two_days"),
        ("2026-W02-1", "not_a_date"),
        ("2026-01-05T10:00", "not_a_date"),
        ("", "empty"),
        (["2026-01-05"], "not_text"),
    ],
)
def test_only_a_day_of_the_calendar_is_a_day(written: object, kind: str) -> None:
    assert kinds({**PLAN, "timeline": {"start": written, "end": "2026-02-04"}}) == {kind}


def test_a_day_may_be_a_date_already() -> None:
    plan = Plan.model_validate({**PLAN, "timeline": {"start": date(2026, 1, 5), "end": "2026-02-04"}})

    assert plan.timeline.start == date(2026, 1, 5)


@pytest.mark.parametrize("blank", [None, "", "  ", "\n", [], [""], [None], ["  ", None]])
@pytest.mark.parametrize(
    "section", ["development_area", "goal_state", "activities", "support_assets", "update_cadence"]
)
def test_a_section_of_nothing_is_empty(section: str, blank: object) -> None:
    assert kinds({**PLAN, section: blank}) == {"empty"}


@pytest.mark.parametrize("kind", ["every", "team_member"])
def test_an_empty_value_is_empty_and_not_unreadable(kind: str) -> None:
    if kind == "every":
        assert kinds({**PLAN, "update_cadence": {"every": " "}}) == {"empty"}
    else:
        assert kinds({**PLAN, "people": {"team_member": "", "manager": ["x"]}}) == {"empty", "not_text"}


SHORT_FORMS: dict[str, list[object]] = {
    "development_area": ["Updates", ["Updates"], {"area": "Updates"}, [{"area": "Updates"}]],
    "current_state": ["Two", ["Two"], {"manager": "Two"}, [{"manager": "Two"}]],
    "goal_state": ["Four", ["Four"], {"goal": "Four"}, [{"goal": "Four"}]],
    "activities": ["Rehearse", ["Rehearse"], {"what": "Rehearse"}, [{"what": "Rehearse", "due": None}]],
    "timeline": [
        "2026-01-05 to 2026-02-04",
        " 2026-01-05  to  2026-02-04 ",
        {"start": "2026-01-05", "end": "2026-02-04"},
    ],
    "support_assets": ["Half an hour", ["Half an hour"], {"what": "Half an hour"}, [{"what": "Half an hour"}]],
    "update_cadence": ["week", ["week"], {"every": "week"}, [{"every": "week", "day": None}]],
    "opportunity": ["Because", {"reason": "Because"}],
    "success_criteria": ["One", ["One"]],
}


@pytest.mark.parametrize("section", SHORT_FORMS)
def test_every_form_of_a_section_gives_the_same_plan(section: str) -> None:
    plans = [Plan.model_validate({**PLAN, section: form}) for form in SHORT_FORMS[section]]

    assert all(plan == plans[0] for plan in plans)


def test_the_forms_of_what_is_inside_a_section_give_the_same_plan() -> None:
    forms = ["clear updates", ["clear updates"], {"name": "clear updates"}, [{"name": "clear updates"}]]

    plans = [Plan.model_validate({**PLAN, "goal_state": {"goal": "x", "measures": form}}) for form in forms]

    assert all(plan == plans[0] for plan in plans)


def test_the_forms_of_a_check_in_give_the_same_model() -> None:
    long = {
        "evidence": ["Seen"],
        "reflections": [{"answer": "Said"}],
        "feedback": [{"what": "Done"}],
        "wins": ["Won"],
    }
    short = {"evidence": "Seen", "reflections": "Said", "feedback": "Done", "wins": "Won"}
    base = {"coachplan": "1", "date": "2026-01-05", "by": "Ada"}

    assert CheckIn.model_validate({**base, **long}) == CheckIn.model_validate({**base, **short})


def test_a_plan_cannot_be_changed() -> None:
    plan = Plan.model_validate(PLAN)

    with pytest.raises(ValidationError):
        plan.title = "Other"  # type: ignore[misc]


def test_an_optional_key_without_a_value_counts_as_absent() -> None:
    assert Plan.model_validate({**PLAN, "outcome": None, "status": None}) == Plan.model_validate(PLAN)


def test_texts_are_found_with_their_locations() -> None:
    plan = Plan.model_validate(
        {
            **PLAN,
            "support_assets": {"what": "Tea", "from": "manager", "every": "week"},
            "outcome": {"result": "achieved", "date": "2026-02-04", "measures": {"updates": "4"}},
        }
    )

    found = dict(texts(plan))

    assert found["title",] == "Clear status updates"
    assert found["people", "team_member"] == "Ada Lovelace <ada@example.com>"
    assert found["support_assets", 0, "what"] == "Tea"
    assert found["support_assets", 0, "from"] == "manager"
    assert found["support_assets", 0, "every"] == "week"
    assert found["outcome", "measures", "updates"] == "4"
    assert ("timeline", "start") not in found


@given(st.text())
def test_a_text_is_kept_but_for_the_space_around_it(text: str) -> None:
    if text.strip():
        state = CurrentState.model_validate({"manager": text})
        assert state.manager == text.strip()


NONSENSE = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from(["2026-01-05", "week", "Ada <a@b>", "1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*PLAN, "what", "due", "x"]), inner),
    max_leaves=6,
)
KNOWN_KINDS = {
    *("empty", "not_text", "no_such_date", "not_a_date", "two_days", "unknown_version", "unreadable", "not_a_weekday"),
    *(
        "not_a_timeline",
        "open_timeline",
        "missing",
        "extra_forbidden",
        "literal_error",
        "model_type",
        "dict_type",
        "tuple_type",
    ),
}


@given(
    st.sampled_from(sorted({*PLAN, "kind", "opportunity", "outcome", "follow_up", "revisions", "acknowledgements"})),
    NONSENSE,
)
def test_nothing_that_can_be_written_gives_an_error_of_another_kind(key: str, nonsense: object) -> None:
    found: set[str] = set()
    try:
        Plan.model_validate({**PLAN, key: nonsense})
    except ValidationError as error:
        found = {detail["type"] for detail in error.errors(include_url=False)}
    assert found <= KNOWN_KINDS

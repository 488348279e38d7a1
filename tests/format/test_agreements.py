"""Agreements in files of their own: joined to the plan's acknowledgements, each found where it stands."""

import pytest

from coachplan.format import read_agreement, read_plan

FOLDER = "plans/ada/updates"
PATH = f"{FOLDER}/plan.md"
ADA, CHARLES = "Ada Lovelace <ada@example.com>", "Charles Babbage <charles@example.com>"


def plan(more: str = "") -> bytes:
    text = f"""---
coachplan: 1
title: Clear updates
people: {{team_member: {ADA}, manager: {CHARLES}}}
development_area: Updates
current_state: Two a week
goal_state: Four a week by 4 February
activities: Rehearse
timeline: 2026-01-05 to 2026-02-04
support_assets: Half an hour
update_cadence: week
{more}---
"""
    return text.encode()


def word(by: str = ADA, day: str = "2026-01-05", more: str = "") -> bytes:
    return f"---\ncoachplan: 1\nby: {by}\ndate: {day}\nstance: agree\n{more}---\n".encode()


def file(name: str, raw: bytes) -> tuple[str, bytes]:
    return f"{FOLDER}/agreements/{name}.md", raw


def test_the_words_of_files_come_after_those_in_the_plan() -> None:
    raw = plan(f"acknowledgements: [{{by: {CHARLES}, date: 2026-01-09, stance: received}}]\n")
    document = read_plan(PATH, raw, (file("1", word()), file("2", word(CHARLES, more="comment: Glad\n"))))
    assert document.content
    assert [(entry.by.text, entry.stance) for entry in document.content.acknowledgements] == [
        (CHARLES, "received"),
        (ADA, "agree"),
        (CHARLES, "agree"),
    ]
    own = read_plan(PATH, raw)
    assert own.content
    assert len(own.content.acknowledgements) == 1


def test_a_part_is_found_in_the_file_that_holds_it() -> None:
    entry = f"{{by: {CHARLES}, date: 2026-01-09, stance: received}}"
    raw = plan(f"acknowledgements: [{{by: {CHARLES}}}, {entry}]\n")
    broken, whole = file("1", word(more="trust: me\n")), file("2", word(CHARLES, more="comment: Glad\n"))
    document = read_plan(PATH, raw, (broken, whole))
    in_plan, location = document.source_of(("acknowledgements", 0, "stance"))
    assert (in_plan.path, in_plan.place_of(location)) == (PATH, (12, raw.split(b"\n")[11].index(b"received") + 1))
    in_file, location = document.source_of(("acknowledgements", 1, "comment"))
    assert (in_file.path, in_file.place_of(location, "Glad")) == (whole[0], (6, 10))
    assert document.source_of(("acknowledgements",))[0] is document
    assert document.source_of(("title",))[0] is document


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (word(more="trust: me\n"), "CP011"),
        (word("nobody <at"), "CP012"),
        (b"---\ncoachplan: 1\n---\n", "CP014"),
        (word().replace(b"coachplan: 1", b"coachplan: 2"), "CP010"),
        (b"<<<<<<< ours\n", "CP009"),
        (b"\xff", "CP002"),
    ],
)
def test_one_that_is_not_whole_counts_for_nothing_and_leaves_the_others_alone(raw: bytes, code: str) -> None:
    document = read_plan(PATH, plan(), (file("1", raw), file("2", word(CHARLES))))
    assert document.content
    assert [entry.by.text for entry in document.content.acknowledgements] == [CHARLES]
    assert document.findings == ()
    assert {(finding.path, finding.code) for finding in document.problems} == {(f"{FOLDER}/agreements/1.md", code)}


def test_the_same_word_twice_is_one_word() -> None:
    raw = plan(f"acknowledgements: [{{by: {ADA}, date: 2026-01-05, stance: agree}}]\n")
    document = read_plan(PATH, raw, (file("1", word()), file("2", word(CHARLES)), file("3", word(CHARLES))))
    assert document.content
    assert [entry.by.text for entry in document.content.acknowledgements] == [ADA, CHARLES]
    assert document.source_of(("acknowledgements", 1))[0].path == f"{FOLDER}/agreements/2.md"


def test_words_are_kept_where_nothing_of_the_plan_can_be_read() -> None:
    document = read_plan(PATH, b"x", (file("1", word()), file("2", b"x")))
    assert document.content is None
    assert [finding.path for finding in document.problems] == [PATH, f"{FOLDER}/agreements/2.md"]


def test_an_agreement_is_the_acknowledgement_that_it_holds() -> None:
    read = read_agreement(*file("1", word(more="terms: abc\nassurance: claimed\ncomment: Glad\n")))
    known = read_plan(
        PATH,
        plan(
            f"acknowledgements: [{{by: {ADA}, date: 2026-01-05, stance: agree, comment: Glad, terms: abc, "
            "assurance: claimed}]\n"
        ),
    )
    assert read.content
    assert known.content
    assert (read.content.entry,) == known.content.acknowledgements

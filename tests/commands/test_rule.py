"""`coachplan rule`: what people and programs are told of a rule."""

import json

import pytest

from coachplan.checks.catalogue import RULES

KEYS = ["code", "name", "family", "severity", "fixable", "title", "why", "source", "bad", "good", "numbers"]


def test_a_rule_says_what_it_is_why_it_matters_and_shows_examples(coachplan):
    result = coachplan("rule", "CP204")

    assert result.code == 0
    assert result.out.startswith("CP204 no-measure  hint\n\nA goal without a measure\n\n")
    for words in ("small win", "Source: the article on coaching in improvement plans", "Bad", "Good", "baseline: 2"):
        assert words in result.out


@pytest.mark.parametrize("name", ["CP204", "cp204", "no-measure"])
def test_a_rule_is_named_by_code_or_name(coachplan, name):
    rules = json.loads(coachplan("rule", name, "--format", "json").out)["rules"]

    assert [rule["code"] for rule in rules] == ["CP204"]
    assert list(rules[0]) == KEYS


def test_a_family_is_named_by_its_beginning(coachplan):
    rules = json.loads(coachplan("rule", "CP8", "--format", "json").out)["rules"]

    assert [rule["code"] for rule in rules] == [rule.code for rule in RULES if rule.code.startswith("CP8")]
    assert {rule["family"] for rule in rules} == {"Across plans"}


def test_all_rules_are_one_line_each_and_everything_in_json(coachplan):
    lines = coachplan("rule", "--all").out.splitlines()
    found = json.loads(coachplan("rule", "--all", "--format", "json").out)

    assert [line.split()[:3] for line in lines] == [[rule.code, rule.name, rule.severity] for rule in RULES]
    assert found["version"] == 1
    assert [rule["code"] for rule in found["rules"]] == [rule.code for rule in RULES]
    assert all(rule[key].strip() for rule in found["rules"] for key in KEYS if key not in ("fixable", "numbers"))


def test_a_rule_says_whether_it_can_be_fixed(coachplan):
    rules = json.loads(coachplan("rule", "CP406", "CP404", "--format", "json").out)["rules"]

    assert [rule["fixable"] for rule in rules] == [False, True]
    assert "coachplan check --fix fixes what has only one reading." in coachplan("rule", "CP406").out
    assert "--fix" not in coachplan("rule", "CP404").out


def test_the_numbers_of_a_rule_are_told(coachplan):
    rule = json.loads(coachplan("rule", "CP404", "--format", "json").out)["rules"][0]

    assert rule["numbers"] == [
        {
            "name": "usual_days",
            "default": [14, 366],
            "about": "The usual length of a plan in days, shortest and longest.",
        },
        {
            "name": "longest_concern_days",
            "default": 92,
            "about": "The longest usual length of a plan for a performance concern, in days.",
        },
    ]
    assert "usual_days is [14, 366] unless set" in coachplan("rule", "CP404").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a rule, such as `coachplan rule CP204`, or ask for --all"),
        (("CP204", "--all"), "name a rule, such as `coachplan rule CP204`, or ask for --all"),
        (("CP999",), "'CP999' is not a rule; `coachplan rule --all` shows every rule"),
    ],
)
def test_what_names_no_rule_is_refused(coachplan, arguments, message):
    result = coachplan("rule", *arguments)

    assert (result.code, result.out, result.err) == (2, "", f"coachplan: {message}\n")


def test_no_repository_is_needed(coachplan, tmp_path):
    assert coachplan("rule", "CP101", cwd=tmp_path).code == 0

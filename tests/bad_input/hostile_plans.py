"""Plans that one colleague could push to harm all the others: each is a kind, by more than one sample."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from conftest import ADA

_DAYS = [date(2026, 1, 5) + timedelta(days=number) for number in range(4000)]


def plan(*changes: tuple[str, str], body: str = "") -> str:
    """Ada's plan, active, with other words."""
    text = f"status: active\n{ADA}"
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return f"---\ncoachplan: 1\n{text}---\n{body}"


def _cadence(words: str) -> tuple[str, str]:
    return ADA[ADA.index("update_cadence:") :], f"update_cadence: {words}\n"


def _baseline(words: str) -> tuple[str, str]:
    return "baseline: 2", f'baseline: "{words}"'


def _more(words: str) -> tuple[str, str]:
    return "timeline:", f"{words}\ntimeline:"


def _listed(entry: Callable[[int], str], number: int) -> str:
    return "[" + ", ".join(entry(place) for place in range(number)) + "]"


def _plans() -> Iterator[tuple[str, str]]:
    # -- recursion and many entries
    for number in (400, 4000):
        yield f"cadences-{number}", plan(_cadence(_listed(lambda _: "every Monday", number)))
    turns = _listed(lambda place: f"{{every: week, until: {_DAYS[place]}}}", 900)
    yield "cadences-that-end", plan(_cadence(turns))
    both = _listed(lambda place: f"every Monday, {{every: day, until: {_DAYS[place]}}}", 800)
    yield "cadences-that-alternate", plan(_cadence(both))
    yield "days-of-cadence", plan(_cadence(f"{{dates: {_listed(lambda place: str(_DAYS[place]), 4000)}}}"))
    holds = _listed(lambda place: f"{{from: {_DAYS[2 * place]}, to: {_DAYS[2 * place]}, why: x}}", 900)
    yield "holds", plan(("start: 2026-01-05", f"start: 2026-01-05\n  holds: {holds}"))
    milestones = _listed(lambda place: f"{{date: {_DAYS[place % 30]}, what: x{place}}}", 1200)
    yield "milestones", plan(("start: 2026-01-05", f"start: 2026-01-05\n  milestones: {milestones}"))
    steps = _listed(lambda place: f"{{by: {_DAYS[place % 30]}, target: {place}}}", 1500)
    yield "steps", plan(("target: 4", f"target: 4\n      steps: {steps}"))
    many = "\n".join(f"    - {{name: m{place}, direction: increase, baseline: 1, target: 9}}" for place in range(900))
    yield "measures", plan(("  measures:", f"  measures:\n{many}"))
    doing = "\n".join(f"  - {{what: Rehearse {place}, status: agreed, due: 2026-01-14}}" for place in range(1100))
    yield "activities", plan(("activities:", f"activities:\n{doing}"))
    words = _listed(lambda place: f"{{by: Ada Lovelace <ada@example.com>, date: {_DAYS[place]}, stance: agree}}", 800)
    yield "acknowledgements", plan(_more(f"acknowledgements: {words}"))
    yield "areas", plan(("development_area: Giving", f"development_area: {_listed(lambda n: f'a{n}', 5000)} #"))
    # -- numbers and days
    for name, words in {
        "nines": "9" * 28,
        "digits": "9" * 60_000,
        "decimals": f"0.{'3' * 60_000}",
        "quotient": f"1 of 0.{'0' * 150}1",
        "whole": f"1 of {'9' * 40}",
        "below-zero": f"-{'9' * 28}",
        "percent": f"{'9' * 28} %",
        "commas": "9" + ",999" * 12,
        "range": f"1-{'9' * 30}",
        "nothing": "0 of 0",
        "spaces": f"1{' ' * 50_000}x",
        "unit": f"1 {'a ' * 25_000}!",
        "arabic": "٣" * 28,
    }.items():
        yield f"number-{name}", plan(_baseline(words))
    yield "number-of-a-unit", plan(("unit: per week", f"unit: of {'9' * 40}"), _baseline("50 %"))
    yield "number-of-a-target", plan(("target: 4", f'target: "{"9" * 28}"'))
    for name, day in {"february": "2026-02-30", "text": "soon", "year": "9999-01-01", "zero": "0000-01-01"}.items():
        yield f"end-{name}", plan(("end: 2026-02-04", f"end: {day}"))
        yield f"start-{name}", plan(("start: 2026-01-05", f"start: {day}"))
    yield (
        "eleven-hundred-years",
        plan(("start: 2026-01-05", "start: 1900-01-01"), ("end: 2026-02-04", "end: 2999-12-31")),
    )
    daily = plan(("start: 2026-01-05", "start: 1900-01-01"), ("end: 2026-02-04", "end: 2999-12-31"), _cadence("day"))
    yield "eleven-hundred-years-of-days", daily
    # -- rhythms that take long to read
    for name, words in {
        "slashes": "1/" * 31_000,
        "hyphens": "1-" * 31_000,
        "ands": "1 and " * 10_000,
        "weekdays": "every monday, " * 4_000,
        "phases": "for the first 99 months monthly, then " * 1_500,
        "spaces": f"week{' ' * 60_000}x",
        "until": "weekly until 0000-01-01, then monthly",
        "until-late": "weekly until 2999-12-31, then every 99 months",
        "until-day": "weekly until 99 february, then monthly",
        "marks": "after 999/9999/99999 days",
    }.items():
        yield f"rhythm-{name}", plan(_cadence(f'"{words}"'))
    # -- words that are found again and again
    for name, words in {
        "words": "you are lazy. ",
        "folded": "you are\nlazy, and always\r\n late. ",
        "threats": "or your contract ends. ",
        "brackets": "[](<![",
        "quotes": "> ",
        "emphasis": "*a **a ",
    }.items():
        yield f"body-{name}", plan(body=words * (900_000 // len(words)))
    yield "body-addresses", plan(body=" ".join(f"a{number}@b.example" for number in range(50_000)))
    yield "body-numbers", plan(body=" ".join(f"+49 170 {number:07}" for number in range(50_000)))
    yield "long-text", plan(("team_member: I prepare", f"team_member: {'you are lazy. ' * 4_000}I prepare"))
    yield "long-title", plan(("title: Clear", f"title: {'Clear ' * 9_000}"))
    yield "long-name", plan(("Ada Lovelace <", f"{'Ada ' * 9_000}Lovelace <"))


PLANS = dict(_plans())

# ruff: noqa: RUF001 - letters that look like others are the point, and so are lines
"""Files that one colleague could push into a plan's folder to harm all others: hundreds, of every kind.

Each is laid into the folder of one plan, which is a good one otherwise.
"""

import os
import re
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bad_input.hostile_plans import PLANS, plan
from bad_input.test_files import BROKEN, WRONG
from conftest import ADA, MEMBER

Lay = Callable[[Path, Path], object]
"""Lays an input into a folder; the other folder lies outside of the repository, and nothing there may be read."""


class Input(NamedTuple):
    """One hostile input: its kind, its name, and how it is laid."""

    kind: str
    name: str
    lay: Lay

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")[:60]


def _file(path: str, content: str | bytes) -> Lay:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")

    def lay(folder: Path, _: Path) -> None:
        place = os.path.join(os.fsencode(folder), os.fsencode(path))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(raw)

    return lay


# -- words in a field, as long as front matter may be ------------------------------------------------------------------

ROOM = 60_000
FIELDS: dict[str, tuple[str, str]] = {
    "title": ("title: Clear status updates", "title: {}"),
    "area": ("development_area: Giving clear, concise status updates in team meetings", "development_area: {}"),
    "state": ("manager: Two updates a week, and most are followed by clarifying questions.", "manager: {}"),
    "goal": (ADA[ADA.index("  goal:") : ADA.index("  measures:")], "  goal: {}\n"),
    "measure": ("name: clear status updates", "name: {}"),
    "unit": ("unit: per week", "unit: {}"),
    "baseline": ("baseline: 2", "baseline: {}"),
    "activity": ("what: Rehearse Monday's update with a peer", "what: {}"),
    "due": ("due: 2026-01-14", "due: {{after: rehearse, within: {}}}"),
    "every": ("due: 2026-01-14", "every: {}"),
    "id": ("id: rehearse", "id: {}"),
    "support": ("what: Half an hour of rehearsal every Monday", "what: {}"),
    "cadence": ("every: week", "every: {}"),
    "day": ("day: monday", "day: {}"),
    "how": ("how: A 20-minute one-to-one; Ada opens with the week's evidence.", "how: {}"),
    "person": ("manager: Charles Babbage <charles@example.com>", "manager: {}"),
    "start": ("start: 2026-01-05", "start: {}"),
    "timeline": ("timeline:\n  start: 2026-01-05\n  end: 2026-02-04", "timeline: {}"),
    "kind": ("title: Clear", "kind: {}\ntitle: Clear"),
    "follows": ("title: Clear", "follows: {}\ntitle: Clear"),
    "ignore": ("title: Clear", "ignore: {{CP404: {}}}\ntitle: Clear"),
    "comment": (
        "title: Clear",
        f"acknowledgements: [{{{{by: {MEMBER}, date: 2026-01-05, stance: agree, comment: {{}}}}}}]\ntitle: Clear",
    ),
    "terms": (
        "title: Clear",
        f"acknowledgements: [{{{{by: {MEMBER}, date: 2026-01-05, stance: agree, terms: {{}}}}}}]\ntitle: Clear",
    ),
    "revision": (
        "title: Clear",
        "revisions: [{{date: 2026-01-06, what: goal, from: {}, to: x}}]\ntitle: Clear",
    ),
    "outcome": (
        "title: Clear",
        "outcome: {{result: achieved, date: 2026-02-04, summary: {}}}\ntitle: Clear",
    ),
}


def _quoted(words: str) -> str:
    escaped = re.sub(r'[\\"]', r"\\\g<0>", words)
    return '"' + re.sub("[\x00-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", escaped) + '"'


def _in_field(field: str, words: str) -> str:
    old, new = FIELDS[field]
    return plan((old, new.format(_quoted(words))))


def _times(words: str, end: str = "", room: int = ROOM) -> str:
    return words * (room // len(words.encode())) + end


# Each is near to what one of the product's patterns looks for, again and again, and then is not.
NEARLY: dict[str, list[str]] = {
    "baseline": [
        "1,",
        "1 of ",
        "1/1",
        "1-",
        "1 ",
        "> ",
        "$",
        "1.",
        "1:1",
        "EUR ",
        "at least ",
        "out of ",
        "+",
        "1e9",
        "1_0",
        "~",
    ],
    "unit": ["of 1", "per ", "%", "of ", " "],
    "cadence": [
        *(
            "every ",
            "every other ",
            "each month or ",
            "1st ",
            "first ",
            "first and last ",
            "monday or ",
            "monday to ",
            "mon-",
        ),
        *(
            "twice ",
            "2 times ",
            "every 2 or 3 ",
            "after ",
            "after 1 ",
            "until ",
            "until 2026-",
            "for the first ",
            "then ",
            "; ",
        ),
        *(
            "at the end ",
            "biweekly ",
            "week/",
            "at 9:00 ",
            "every third monday ",
            "30/60/90 ",
            "no longer ",
            "not weekly ",
        ),
        *("in week 1, ", "the ", "1 week ", "every working ", "once or "),
    ],
    "every": ["times a ", "a day ", "twice a "],
    "due": ["1 ", "month ", "99999999999 "],
    "goal": [
        *(
            "by the end of ",
            "by ",
            "mid-",
            "from 1 to ",
            "1/1/",
            "1.1.",
            "increase ",
            "so that ",
            "at least ",
            "by 3 pm ",
            "within ",
        ),
        *(
            "every ",
            "not only but ",
            "next ",
            "1,111,",
            "$1",
            "in ",
            "until ",
            "the ",
            "a.m",
            "2026-01-",
            "four ",
            "twenty-",
            "0",
            "-",
        ),
        *(
            "no later than ",
            "as soon as ",
            "since ",
            "we ",
            "better than ",
            "100% ",
            "zero ",
            "at all times ",
            "of the ",
        ),
    ],
    "state": [
        *(
            "you are ",
            "always ",
            "the way you ",
            "it is ",
            "was ",
            "how you ",
            "he is so ",
            "or else ",
            "if not ",
            "we will ",
        ),
        *(
            "+49 1 ",
            "4111 1111 ",
            "DE12 3456 ",
            "a@",
            "a.a@a.",
            "1 1 1 1 ",
            "12-34-",
            "123-45-",
            "@",
            "http://a.",
            "sick ",
            "her ",
        ),
    ],
    "activity": [
        "(",
        "[",
        "rehearse ",
        "by ",
        "with ",
        "=",
        "`",
        "<a ",
        "&#",
        "*",
        "_",
        "~~",
        "|",
        "- ",
        "#",
        "\\",
        "![",
    ],
    "how": ["What ", "do you ", "why ", "? ", "can you ", "isn't it? ", "on a scale ", "how about ", "have you tried "],
    "person": ["a <", "<", "a@", "a ", "Ada <a@b> ", ",", "@", "."],
    "title": ["a-", "...", " ", "-", "'", "a\\"],
    "timeline": ["2026-01-05 to ", "2026-01-", "1 January ", "to ", "– "],
    "start": ["1 ", "5 January ", "2026-", "in 1 ", "monday "],
    "id": ["a-", "0", "after "],
    "ignore": ["because ", "CP4"],
}

# Letters that grow, combine, vanish, turn, or are not what they look like.
LETTERS: dict[str, str] = {
    "many-marks": "a" + "\u0315\u0300" * 14_000,
    "marks-alone": "\u0301" * 30_000,
    "grows-eighteenfold": "\ufdfa" * 19_000,
    "grows-when-folded": "\u0390\u1fb7" * 12_000,
    "sharp-s": "ß" * 29_000,
    "dotted-i": "İ" * 29_000,
    "bidi": "\u202e\u2066\u202a\u2069" * 4_000,
    "zero-width": "a\u200b\u200d\ufeff" * 5_000,
    "families": "👩‍👩‍👧‍👦" * 2_300,
    "flags": "🇩" * 14_000,
    "tags": "\U000e0041" * 14_000,
    "variations": "✈\ufe0f" * 9_000,
    "wide": "漢" * 19_000,
    "jamo": "\u1100\u1161" * 9_000,
    "hangul": "각" * 19_000,
    "superscripts": "²³¹" * 8_000,
    "halves": "½⅓" * 11_000,
    "roman": "ⅫⅭ" * 9_000,
    "mathematical": "𝟗" * 14_000,
    "full-width": "９．９" * 6_000,
    "separators": "a\u2028b\u2029c\x85" * 6_000,
    "spaces": "\u00a0\u2003\u3000" * 7_000,
    "apostrophes": "you’re ’" * 5_000,
    "escapes": "\x1b]52;c;eA==\x07" * 3_000,
    "c1": "\x9b31m" * 9_000,
    "interlinear": "\ufff9\ufffa\ufffb" * 6_000,
    "private": "\ue000\U0010ffff" * 8_000,
    "soft-hyphens": "\u00ad" * 29_000,
    "nothing-but-joiners": "\u2060\u200c" * 9_000,
    "arabic": "ﷺ لا " * 6_000,
    "replaced": "\ufffd" * 19_000,
}

NUMBERS = [
    *(
        "1e999999",
        "-1e-999999",
        "inf",
        "-Infinity",
        "NaN",
        "sNaN",
        "1_000",
        "0x7f",
        "0b1",
        "0o7",
        "1__0",
        "٣",
        "²",
        "½",
        "一",
        "Ⅻ",
    ),
    *(
        "𝟗𝟗",
        "1,0,0",
        "1.1.1",
        "..1",
        "-",
        "+-1",
        "--1",
        "1/0",
        "0/0",
        "0 of 0",
        "1:0",
        "999999999999:1",
        "00000",
        "1 000 000",
    ),
    *(
        "1’000",
        "> > 1",
        ">= ",
        "≥",
        "100 %%",
        "1 out of",
        "out of 1",
        "1e5 of 1e5",
        "9" * 400 + " of 1",
        "-0",
        "0.0000000000001 %",
    ),
]
DAYS = [
    *(
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "-001-01-01",
        "2026-00-10",
        "2026-13-01",
        "2026-02-29",
        "2026-1-1",
        "20260105",
    ),
    *(
        "٢٠٢٦-٠١-٠٥",
        "2026-01-05T00:00:00Z",
        "2026-W01",
        "2026-001",
        "1e9",
        "tomorrow",
        "in 99999999999 days",
        "99999-01-01",
        "~",
        "{}",
    ),
    *("2026-01-05 +9999", "31 February", "monday", "[2026-01-05, 2026-01-05]", "\u202e2026-01-05", "0", "-1"),
]


def _field_inputs() -> Iterator[Input]:
    for field, seeds in NEARLY.items():
        for number, seed in enumerate(seeds):
            yield Input("words", f"{field}-nearly-{number}", _file("plan.md", _in_field(field, _times(seed, "\u00a1"))))
    for number, (name, letters) in enumerate(LETTERS.items()):
        field = ("title", "goal", "state", "measure", "cadence", "person", "unit", "activity")[number % 8]
        yield Input("letters", f"{field}-{name}", _file("plan.md", _in_field(field, letters)))
    for number, words in enumerate(NUMBERS):
        yield Input("numbers", f"baseline-odd-{number}", _file("plan.md", _in_field("baseline", words)))
    for number, day in enumerate(DAYS):
        quoted = day if day in ("~", "{}") or day[0] == "[" else _quoted(day)
        text = plan(("start: 2026-01-05", f"start: {quoted}"), ("due: 2026-01-14", f"due: {quoted}"))
        yield Input("days", f"odd-day-{number}", _file("plan.md", text))


# -- text below, as long as a file may be ------------------------------------------------------------------------------

BELOW = [
    *(
        "[",
        "![",
        "](",
        "[a](",
        "[a]: b\n",
        "[a][",
        "`",
        "``` `",
        "*",
        "**a *",
        "_a__",
        "~~",
        "<",
        "<a ",
        "<!--",
        "<![CDATA[",
        "<?",
        "&#",
    ),
    *(
        "&amp",
        "\\",
        "| a ",
        "|-|\n",
        "> ",
        ">\n",
        "- ",
        "1. ",
        "- a\n  ",
        "# ",
        "=\n",
        "---\n",
        "\t",
        "\n\n",
        "a\n",
        "http://a.b ",
        "www.",
    ),
    *(
        "a@b.c ",
        "<svg ",
        "</style",
        "<script>",
        "javascript:",
        "data:text/html,",
        "{{",
        "{%",
        "${",
        "\u0301",
        "\u202e",
        "\ufdfa",
        "|a|\n|-|\n",
    ),
    *(
        "+49 170 1 ",
        "4111-",
        "DE1 ",
        "1 1",
        "you are ",
        "lazy. ",
        "by ",
        "or your contract ends ",
        "'",
        "’",
        ":",
        "*[",
        "[^1]",
        "$$",
        "===",
    ),
]


def _body_inputs() -> Iterator[Input]:
    for number, seed in enumerate(BELOW):
        yield Input("below", f"below-{number}", _file("plan.md", plan(body=_times(seed, "\u00a1", 980_000))))


# -- check-ins, agreements ---------------------------------------------------------------------------------------------


def _check_in(words: str) -> str:
    return f"---\ncoachplan: 1\ndate: 2026-01-12\nby: {MEMBER}\n{words}\n---\n"


def _listed(entry: Callable[[int], str], number: int) -> str:
    return "[" + ", ".join(entry(place) for place in range(number)) + "]"


CHECK_INS = {
    "measures-many": _check_in("measures: {" + ", ".join(f"m{number}: {number}" for number in range(5_000)) + "}"),
    "measures-huge": _check_in(f"measures: {{clear status updates: {'9' * 59_000}}}"),
    "measures-deep": _check_in("measures: " + "{a: " * 18 + "1" + "}" * 18),
    "measures-infinite": _check_in("measures: {clear status updates: 1e99999, follow-up questions: nan}"),
    "measures-twins": _check_in(
        'measures: {"clear status updates": 1, "clear  status updates": 2, "CLEAR STATUS UPDATES": 3}'
    ),
    "measures-forms": _check_in('measures: {"cle\u0301ar": 1, "cl\u00e9ar": 2, "": 3, " ": 4}'),
    "wins-many": _check_in(f"wins: {_listed(lambda number: f'w{number}', 8_000)}"),
    "wins-long": _check_in(f"wins: {'x' * 60_000}"),
    "wins-bidi": _check_in('wins: "\\u202e\\u2066 nalp"'),
    "wins-order": _check_in('wins: "::error file=x::y"'),
    "obstacles-many": _check_in(f"obstacles: {_listed(lambda number: f'o {number}', 6_000)}"),
    "obstacles-alike": _check_in(f"obstacles: {_listed(lambda number: 'No time ' * (number % 9 + 1), 1_500)}"),
    "evidence-marks": _check_in(f'evidence: "{_times("[](<!", "x")}"'),
    "reflections-many": _check_in(f"reflections: {_listed(lambda number: '{asked: Why?, answer: x}', 2_000)}"),
    "reflections-long": _check_in(f'reflections: {{asked: "{_times("do you ", "?", 30_000)}", answer: x}}'),
    "feedback-many": _check_in(f"feedback: {_listed(lambda number: '{what: a, why: b, next: c}', 1_800)}"),
    "feedback-words": _check_in(f'feedback: "{_times("you are always ", "x")}"'),
    "feedback-from-all": _check_in(
        f"feedback: {_listed(lambda number: f'{{what: x, from: P{number} <p{number}@x.y>}}', 1_500)}"
    ),
    "milestones-many": _check_in(f"milestones: {_listed(lambda number: f'm{number}', 5_000)}"),
    "practice-many": _check_in("practice: {" + ", ".join(f"h{number}: 1 of 2" for number in range(4_000)) + "}"),
    "practice-words": _check_in(f'practice: {{rehearse: "{_times("1 of ", "x")}"}}'),
    "root-cause": _check_in(f'root_cause: "{_times("because ", "x")}"'),
    "sustained-odd": _check_in("sustained: [fully, partly]"),
    "about-long": _check_in(f'about: "{_times("the way ", "x")}"'),
    "by-many": _check_in("").replace(MEMBER, "[Ada, Ben]"),
    "by-long": _check_in("").replace(MEMBER, f'"{_times("Ada ", "x")}"'),
    "by-odd": _check_in("").replace(MEMBER, '"Ada\\u202e <a@b>"'),
    "by-nobody": _check_in("").replace(MEMBER, '"<@>"'),
    "date-late": _check_in("wins: x").replace("2026-01-12", "9999-12-31"),
    "date-early": _check_in("wins: x").replace("2026-01-12", "0001-01-01"),
    "date-none": _check_in("wins: x").replace("date: 2026-01-12\n", ""),
    "unknown-keys": _check_in("\n".join(f"k{number}: x" for number in range(4_000))),
    "form": "---\nform: feedback\n---\n" + "".join(f"\n## {number}\n\nx\n" for number in range(9_000)),
    "form-without-end": "---\n" + "a\n" * 30_000 + "form: feedback",
    "version-huge": _check_in("").replace("coachplan: 1", f"coachplan: {'1' * 59_000}"),
}
RECORD_NAMES = {
    "option": "--output=x.md",
    "escape": "2026-01-12-\x1b]52;c;eA==\x07.md",
    "newline": "2026-01-12-a\nCo-authored-by: M <m@e.x>.md",
    "skip": "2026-01-12-[skip ci].md",
    "magic": ":(exclude)x.md",
    "bytes": os.fsdecode(b"2026-01-12-\xff.md"),
    "bidi": "2026-01-12-\u202edm.md",
    "day-none": "2026-02-30-ada.md",
    "day-arabic": "٢٠٢٦-٠١-١٢-ada.md",
    "day-late": "9999-12-31-ada.md",
    "copies": "2026-01-12-ada (1)" * 12 + ".md",
    "brackets": "(" * 240 + ".md",
    "copy-of": "copy of 2026-01-12 (conflict).md",
    "length": "a" * 252 + ".md",
    "dash": "-.md",
    "nothing": ".md",
    "spaces": "   .md",
    "shell": "$(touch PWNED).md",
    "backslash": "a\\..\\b.md",
    "nfd": "2026-01-12-ade\u0301.md",
    "nfc": "2026-01-12-ad\u00e9.md",
    "tilde": "~root.md",
    "glob": "*?[a].md",
    "quotes": "'\"`.md",
    "markup": "<img src=x onerror=alert(1)>.md",
}


def _agreement(words: str, by: str = MEMBER) -> str:
    return f"---\ncoachplan: 1\nby: {by}\ndate: 2026-01-05\nstance: agree\n{words}\n---\n"


AGREEMENTS = {
    "terms-long": _agreement(f"terms: {'a' * 60_000}"),
    "terms-odd": _agreement('terms: "\\u202e\\u0301"'),
    "terms-none": _agreement(""),
    "terms-empty": _agreement('terms: ""'),
    "terms-list": _agreement("terms: [a, b]"),
    "terms-number": _agreement("terms: 1e999"),
    "comment-long": _agreement(f'comment: "{_times("you are lazy ", "x")}"'),
    "comment-escape": _agreement('comment: "\\e]52;c;eA==\\a"'),
    "comment-marks": _agreement(f'comment: "{_times("](<", "x")}"'),
    "stance-other": _agreement("").replace("stance: agree", "stance: forced"),
    "stance-twice": _agreement("stance: disagree"),
    "assurance-odd": _agreement("assurance: certain"),
    "signed-without": _agreement("assurance: signed"),
    "by-nobody": _agreement("", by="'<>'"),
    "by-stranger": _agreement("", by="Eve <eve@example.com>"),
    "by-list": _agreement("", by="[Ada, Ben]"),
    "by-long": _agreement("", by='"' + "Ada " * 14_000 + '"'),
    "by-escape": _agreement("", by='"Ada \\e[31m <ada@example.com>"'),
    "date-late": _agreement("").replace("2026-01-05", "9999-12-31"),
    "date-wrong": _agreement("").replace("2026-01-05", "2026-02-30"),
    "many-keys": _agreement("\n".join(f"k{number}: x" for number in range(4_000))),
    "nothing": "",
    "body": _agreement("") + "<script>alert(1)</script>\n" * 30_000,
    "bytes": b"\xff\xfe---\n",
    "anchors": _agreement("comment: &a [*a]"),
    "deep": _agreement("comment: " + "[" * 3_000),
}


def _many_agreements(folder: Path, _: Path) -> None:
    (folder / "agreements").mkdir(exist_ok=True)
    for number in range(1_500):
        text = _agreement(f"terms: t{number}", by=f"P{number} <p{number}@example.com>")
        (folder / f"agreements/2026-01-05-p-{number}.md").write_text(text)


def _record_inputs() -> Iterator[Input]:
    for name, (raw, _) in BROKEN.items():
        yield Input("broken plan", f"broken {name}", _file("plan.md", raw))
    for number, (name, (raw, _)) in enumerate(BROKEN.items()):
        if number % 3 == 0:
            yield Input("broken agreement", f"word {name}", _file("agreements/2026-01-05-ada-2222du9r.md", raw))
    for name, (yaml, _) in WRONG.items():
        yield Input("wrong plan", f"wrong {name}", _file("plan.md", f"---\ncoachplan: 1\n{yaml}\n---\n"))
    for name, text in CHECK_INS.items():
        yield Input("check-in", f"check-in {name}", _file("check-ins/2026-01-12-ada.md", text))
    for name, file in RECORD_NAMES.items():
        yield Input("record's name", f"named {name}", _file(f"check-ins/{file}", _check_in("wins: One")))
    for name, content in AGREEMENTS.items():
        yield Input("agreement", f"word {name}", _file("agreements/2026-01-05-ada-2222du9r.md", content))
    yield Input("agreement", "word of everybody", _many_agreements)


# -- what is no file ---------------------------------------------------------------------------------------------------


def listen(path: Path) -> None:
    """Make a socket that nobody answers at."""
    folder = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def sparse(path: Path) -> None:
    """Make a file of 20 GiB that takes no room."""
    with path.open("wb") as file:
        file.truncate(20 * 1024**3)


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:  # only root makes one
        path.symlink_to("/dev/zero")


NO_FILES: dict[str, Callable[[Path, Path], object]] = {
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": lambda path, _: listen(path),
    "device": lambda path, _: _device(path),
    "folder": lambda path, _: path.mkdir(),
    "sparse": lambda path, _: sparse(path),
    "link-to-nothing": lambda path, _: path.symlink_to("nowhere"),
    "link-to-itself": lambda path, _: path.symlink_to(path.name),
    "link-without-end": lambda path, _: path.symlink_to("/dev/zero"),
    "link-outside": lambda path, outside: path.symlink_to(outside / "secret.md"),
    "link-to-a-pipe": lambda path, outside: path.symlink_to(outside / "pipe"),
}


def at(place: str, make: Callable[[Path, Path], object]) -> Lay:
    """Lay what is no file in the place of one, or of a folder."""

    def lay(folder: Path, outside: Path) -> None:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            path.rename(path.with_name(f"{path.name}-before"))
        path.unlink(missing_ok=True)
        make(path, outside)

    return lay


def _no_files() -> Iterator[Input]:
    places = {
        "plan": "plan.md",
        "record": "check-ins/2026-01-12-ada.md",
        "word": "agreements/2026-01-05-ada-2222du9r.md",
    }
    for place, path in places.items():
        for name, make in NO_FILES.items():
            yield Input("no file", f"{place} {name}", at(path, make))
    for folder in ("check-ins", "agreements"):
        yield Input("no folder", f"{folder} pipe", at(folder, lambda path, _: os.mkfifo(path)))
        yield Input("no folder", f"{folder} link outside", at(folder, lambda path, outside: path.symlink_to(outside)))
        yield Input("no folder", f"{folder} link to above", at(folder, lambda path, _: path.symlink_to("..")))


def _inputs() -> Iterator[Input]:
    for name, text in PLANS.items():
        yield Input("plan", name, _file("plan.md", text))
    yield from _field_inputs()
    yield from _body_inputs()
    yield from _record_inputs()
    yield from _no_files()


FILES = tuple(_inputs())
assert len({given.slug for given in FILES}) == len(FILES)

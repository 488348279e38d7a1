"""The settings of a plan repository: `coachplan.toml`. Every key is optional."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from coachplan.base.dates import WEEKDAYS
from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.findings import Severity
from coachplan.base.policy import BEGINNINGS, MOST, NUMBERS, SUPPORT_PARTS, Policy
from coachplan.base.settings import DEFAULT_LABELS, Settings
from coachplan.checks.catalogue import RULES
from coachplan.store.files import SETTINGS_FILE

INITIAL_SETTINGS = """\
# Settings of this plan repository; every key is optional.

# [labels]                    # the names that your organisation uses
# coaching = "Coaching plan"
# performance-support = "Performance support plan"

# [people]
# hr = "Jane Marcet <jane@example.com>"             # the HR partner that `coachplan new` names
# directory = ["Ada Lovelace <ada@example.com>"]    # lets --for ada@example.com stand for the whole identity

# [policy]
# performance_concerns = true                       # false: coaching plans are for growth only, never for concerns
# working_days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
# follow_up_days = [30, 90]                         # days after the end on which you look again
# begin = "agreement"                               # "command": what both agree to waits for `coachplan begin`
# signed = false                                    # true: each word needs its person's signature, from then on
# support_requires = ["success_criteria", "responsibilities", "support_assets", "reviews"]

# [rules]                     # the rules of `coachplan check`; `coachplan rule --all` shows every one
# ignore = ["CP404"]          # codes, beginnings of codes such as "CP4", or names such as "unusual-length"

# [rules.CP404]
# severity = "warning"        # error, warning or hint; a hint does not fail a check
# usual_days = [14, 366]      # the usual length of a plan; of one for a concern, at most `longest_concern_days`
"""

_DEEP = re.compile(rb"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){8}""")


@lru_cache(maxsize=8)  # most repositories have the same
def parse(raw: bytes) -> Settings:
    """Return the settings in the bytes of `coachplan.toml`; refuses unknown keys and wrong values, in one line."""
    import tomllib

    if _DEEP.search(raw):  # to read such a key takes quadratic time
        raise UnreadableError(f"{SETTINGS_FILE} cannot be read: it is nested too deeply")
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except ValueError as error:  # a number of too many digits among them
        raise UnreadableError(f"{SETTINGS_FILE} cannot be read: {error}") from None
    except RecursionError:
        raise UnreadableError(f"{SETTINGS_FILE} cannot be read: it is nested too deeply") from None
    labels = _table(data, "labels", {"coaching": str, "performance-support": str})
    people = _table(data, "people", {"hr": str, "directory": list, "machines": list})
    policy = _policy(_table(data, "policy", _POLICY))
    if unknown := sorted(data.keys() - {"labels", "people", "policy", "rules"}):
        raise _unfit(f"unknown table {unknown[0]!r}; known are [labels], [people], [policy] and [rules]")
    rules = _rules(data.get("rules", {}), policy)
    machines = _accounts("machines", people.get("machines", []))
    return Settings(
        {**DEFAULT_LABELS, **labels},
        people.get("hr"),
        **_directory(people.get("directory", [])),
        machines=machines,
        **rules,
    )


def _directory(entries: list[Any]) -> dict[str, Any]:
    """Return the values of the directory, by the names of `Settings`; an entry is an identity, or a group with more."""
    directory, whose, until = [], dict[str, str](), dict[str, date]()
    for entry in entries:
        one = {"person": entry} if isinstance(entry, str) else entry
        if not isinstance(one, dict) or not isinstance(person := one.get("person"), str):
            raise _unfit(
                '[people] directory is a list of texts such as "Ada <ada@example.com>", or of groups such as '
                '{person = "Ada <ada@example.com>", accounts = ["github.com/ada"], until = 2026-03-31}'
            )
        if unknown := sorted(one.keys() - {"person", "accounts", "until"}):
            raise _unfit(f"[people] directory has no key {unknown[0]!r}; known are person, accounts and until")
        directory.append(person)
        for account in _accounts("directory accounts", one.get("accounts", [])):
            if whose.setdefault(account, person) != person:
                raise _unfit(f"[people] directory has the account {account!r} twice")
        if "until" in one:
            if type(one["until"]) is not date:
                raise _unfit("[people] directory until is a day without quotes, such as 2026-03-31")
            until[person] = one["until"]
    return {"directory": tuple(directory), "accounts": whose, "until": until}


_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9.-]*(?::\d+)?/[^/\s]+")
_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]+")


def _accounts(name: str, entries: object) -> tuple[str, ...]:
    """Return accounts, in small letters, and keys; to a forge, the size of letters is nothing."""
    texts = [entry if isinstance(entry, str) else "" for entry in entries] if isinstance(entries, list) else [""]
    found = [text if _KEY.fullmatch(text) else text.strip().casefold() for text in texts]
    if not all(_KEY.fullmatch(text) or _ACCOUNT.fullmatch(text) for text in found):
        raise _unfit(f'[people] {name} are accounts such as "github.com/ada", or keys such as "SHA256:…"')
    return tuple(found)


# `usual_days` stands here in older repositories; [rules.CP404] has it today.
_POLICY: dict[str, type] = {
    "performance_concerns": bool,
    **dict.fromkeys(("working_days", "follow_up_days", "support_requires", "usual_days"), list),
    "begin": str,
    "signed": bool,
}


def _unfit(message: str) -> UnreadableError:
    """Return the error for a value that cannot be used."""
    return UnreadableError(f"{SETTINGS_FILE}: {message}")


def _policy(table: dict[str, Any]) -> dict[str, Any]:
    """Return the values of [policy], by the names of `Policy`."""
    read: dict[str, Any] = dict(table)
    if table.get("begin", BEGINNINGS[0]) not in BEGINNINGS:
        raise _unfit(f"[policy] begin is one of {', '.join(BEGINNINGS)}")
    if "usual_days" in table:
        read["usual_days"] = _numbers("policy", "usual_days", table["usual_days"])
    for key, known in (("working_days", WEEKDAYS), ("support_requires", SUPPORT_PARTS)):
        if key in table:
            read[key] = _words(key, table[key], known, may_be_empty=known is SUPPORT_PARTS)
    if "follow_up_days" in table:
        days = table["follow_up_days"]
        if not all(type(day) is int and 1 <= day <= MOST for day in days):
            raise _unfit(f"[policy] follow_up_days is a list of days from 1 to {MOST}, such as [30, 90]")
        read["follow_up_days"] = tuple(sorted(set(days)))
    return read


def _words(key: str, entries: list[Any], known: tuple[str, ...], *, may_be_empty: bool = False) -> tuple[str, ...]:
    """Return the words of a list in [policy], each once and in the order of `known`."""
    listed = [entry.strip().lower() if isinstance(entry, str) else "" for entry in entries]
    if not set(listed) <= set(known) or not (listed or may_be_empty):
        raise _unfit(f"[policy] {key} is a list of these: {', '.join(known)}")
    return tuple(word for word in known if word in listed)


def _rules(table: object, policy: dict[str, Any]) -> dict[str, Any]:
    """Return the values of [rules], by the names of `Settings`, with the whole policy, which starts from `policy`."""
    if not isinstance(table, dict):
        raise _unfit("[rules] is a table of keys")
    severities: dict[str, Severity] = {}
    for key, value in table.items():
        if key not in ("select", "ignore"):
            policy |= _of_one_rule(_code(key), value, severities)
    chosen = {key: _selectors(key, table[key]) for key in ("select", "ignore") if key in table}
    return {"policy": Policy(**policy), "severities": severities, **chosen}


def _code(name: str) -> str:
    found = [rule.code for rule in RULES if name in (rule.code, rule.name)]
    if not found:
        raise _unfit(f"[rules] has no rule {name!r}; `coachplan rule --all` shows every rule")
    return found[0]


def _selectors(key: str, value: object) -> tuple[str, ...]:
    is_empty = key == "select" and not value
    if is_empty or not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise _unfit(f'[rules] {key} is a list of texts such as ["CP404"]')
    try:
        return tuple(selector(entry) for entry in value)
    except UsageError as error:
        raise _unfit(f"[rules] {key}: {error}") from None


def selector(text: str) -> str:
    """The code, or beginning of codes, that `text` means: `CP404`, `CP4`, or a rule's name; raises `UsageError`."""
    wanted = text.strip()
    for rule in RULES:
        if wanted == rule.name:
            return rule.code
        if wanted and rule.code.startswith(wanted.upper()):
            return wanted.upper()
    raise UsageError(f"{text!r} is not a rule; `coachplan rule --all` shows every rule")


def _of_one_rule(code: str, table: object, severities: dict[str, Severity]) -> dict[str, Any]:
    known = {number.name for number in NUMBERS if number.code == code}
    if not isinstance(table, dict):
        raise _unfit(f"[rules.{code}] is a table of keys")
    for key in table:
        if key not in known | {"severity"}:
            raise _unfit(f"[rules.{code}] has no key {key!r}; known: {', '.join(['severity', *sorted(known)])}")
    if "severity" in table:
        if table["severity"] not in tuple(Severity):
            raise _unfit(f"[rules.{code}] severity is one of {', '.join(Severity)}")
        severities[code] = Severity(table["severity"])
    return {key: _numbers(f"rules.{code}", key, value) for key, value in table.items() if key in known}


def _numbers(table: str, key: str, value: Any) -> Any:
    number = next(number for number in NUMBERS if number.name == key)
    default, least = number.default, number.least
    entries = value if isinstance(value, list) else [value]
    fits = all(type(entry) is int and least <= entry <= MOST for entry in entries)
    if isinstance(default, tuple) != isinstance(value, list) or not fits:
        wanted = "a list of two whole numbers" if isinstance(default, tuple) else "a whole number"
        raise _unfit(f"[{table}] {key} is {wanted} from {least} to {MOST}, such as {_shown(default)}")
    if isinstance(default, int):
        return value
    if len(entries) != 2 or entries[0] > entries[1]:
        raise _unfit(f"[{table}] {key} is a list of two numbers, the smaller first, such as {_shown(default)}")
    return tuple(value)


def _shown(default: object) -> str:
    return str(list(default)) if isinstance(default, tuple) else str(default)


def _table(data: dict[str, Any], name: str, keys: dict[str, type]) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise _unfit(f"[{name}] is a table of keys")
    for key, value in table.items():
        if key not in keys:
            raise _unfit(f"[{name}] has no key {key!r}; known are {', '.join(keys)}")
        if not isinstance(value, keys[key]):
            kind = {str: "a text in quotes", bool: "true or false"}.get(keys[key], "a list")
            raise _unfit(f"[{name}] {key} is {kind}")
    return table

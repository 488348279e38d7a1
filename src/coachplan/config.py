"""The settings of a plan repository: `coachplan.toml`. Every key is optional."""

from dataclasses import dataclass, field
from typing import Any

from coachplan.errors import UnreadableError
from coachplan.workspace import SETTINGS_FILE

_USUAL_DAYS = (14, 92)
DEFAULT_LABELS = {"coaching": "Coaching plan", "performance-support": "Performance support plan"}

INITIAL_SETTINGS = """\
# Settings of this plan repository; every key is optional.

# [labels]                    # the names that your organisation uses
# coaching = "Coaching plan"
# performance-support = "Performance support plan"

# [people]
# hr = "Jane Marcet <jane@example.com>"             # who `coachplan new` names as HR partner
# directory = ["Ada Lovelace <ada@example.com>"]    # lets --for ada@example.com stand for the whole identity

# [policy]
# usual_days = [14, 92]       # the usual length of a plan; `coachplan check` hints at others
"""


@dataclass(frozen=True)
class Settings:
    """What an organisation sets: its `labels` by kind, its HR partner, its people, and the usual length of a plan."""

    labels: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_LABELS))
    hr: str | None = None
    directory: tuple[str, ...] = ()
    usual_days: tuple[int, int] = _USUAL_DAYS

    def complete(self, person: str) -> str:
        """The whole identity from the directory whose name or email is `person`, else `person` as it is."""
        wanted = person.strip().casefold()
        found = [entry for entry in self.directory if wanted in _names_of(entry)]
        return found[0] if len(found) == 1 else person


def _names_of(identity: str) -> set[str]:
    name, _, email = identity.casefold().partition("<")
    return {name.strip(), email.rstrip("> ")} - {""}


def parse(raw: bytes) -> Settings:
    """Read the bytes of `coachplan.toml`; refuses unknown keys and wrong values, each in one line."""
    import tomllib

    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{SETTINGS_FILE} cannot be read: {error}") from None
    except RecursionError:
        raise UnreadableError(f"{SETTINGS_FILE} cannot be read: it is nested too deep") from None
    labels = _table(data, "labels", {"coaching": str, "performance-support": str})
    people = _table(data, "people", {"hr": str, "directory": list})
    policy = _table(data, "policy", {"usual_days": list})
    if unknown := sorted(data.keys() - {"labels", "people", "policy"}):
        raise UnreadableError(
            f"{SETTINGS_FILE}: unknown table {unknown[0]!r}; known are [labels], [people] and [policy]"
        )
    directory = people.get("directory", [])
    usual = policy.get("usual_days", _USUAL_DAYS)
    if not all(isinstance(entry, str) for entry in directory):
        raise UnreadableError(f'{SETTINGS_FILE}: [people] directory is a list of texts such as "Ada <ada@example.com>"')
    if len(usual) != 2 or not all(type(days) is int and days > 0 for days in usual) or usual[0] > usual[1]:
        raise UnreadableError(
            f"{SETTINGS_FILE}: [policy] usual_days is a list of two numbers of days, such as [14, 92]"
        )
    return Settings({**DEFAULT_LABELS, **labels}, people.get("hr"), tuple(directory), (usual[0], usual[1]))


def _table(data: dict[str, Any], name: str, keys: dict[str, type]) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise UnreadableError(f"{SETTINGS_FILE}: [{name}] is a table of keys")
    for key, value in table.items():
        if key not in keys:
            raise UnreadableError(f"{SETTINGS_FILE}: [{name}] has no key {key!r}; known are {', '.join(keys)}")
        if not isinstance(value, keys[key]):
            kind = "a text in quotes" if keys[key] is str else "a list"
            raise UnreadableError(f"{SETTINGS_FILE}: [{name}] {key} is {kind}")
    return table

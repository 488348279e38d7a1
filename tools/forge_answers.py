"""The forges' published descriptions of their interfaces, as far as `coachplan access` asks them.

`python tools/forge_answers.py FOLDER` reads the packages `@octokit/openapi` and `@gitbeaker/core`, unpacked in FOLDER
(`npm pack NAME`, then `tar`), and writes what tests hold requests and answers against to tests/data/forges/.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "tests" / "data" / "forges"
PATHS = [
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/collaborators",
    "/repos/{owner}/{repo}/keys",
    "/repos/{owner}/{repo}/invitations",
    "/repos/{owner}/{repo}/commits",
    "/users/{username}",
]
GROUPS = {"permissions", "invitee", "commit", "author"}
INTERFACES = {
    "MemberSchema",
    "DeployKeySchema",
    "DeployTokenSchema",
    "InvitationSchema",
    "ProjectSchema",
    "ExpandedGroupSchema",
    "ExpandedUserSchema",
}


def github(package: Path) -> dict[str, Any]:
    """Each path with the names of its parameters, the keys of an answer, and the description's own example of one."""
    description = json.loads((package / "generated/api.github.com.json").read_text(encoding="utf-8"))
    return {
        "source": _source(package),
        "paths": {path: _path(description, description["paths"][path]["get"]) for path in PATHS},
    }


def _path(description: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    parameters = [_meant(description, parameter)["name"] for parameter in asked["parameters"]]
    answer = asked["responses"]["200"]["content"]["application/json"]
    example = _meant(description, next(iter(answer["examples"].values())))["value"]
    schema = _meant(description, answer["schema"])
    schema = _meant(description, schema.get("items") or next(iter(schema.get("oneOf", [schema]))))
    return {"parameters": parameters, "keys": sorted(schema["properties"]), "example": _short(example)}


def _meant(description: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the description, or the one that it refers to."""
    found: Any = description if "$ref" in part else part
    for step in part.get("$ref", "#").split("/")[1:]:
        found = found[step]
    return dict(found)


def _short(example: Any) -> Any:
    """Return an example without the groups that nobody reads."""
    if isinstance(example, list):
        return [_short(entry) for entry in example]
    if isinstance(example, dict):
        return {
            key: _short(value) for key, value in example.items() if not isinstance(value, dict | list) or key in GROUPS
        }
    return example


def gitlab(package: Path) -> dict[str, Any]:
    """The fields of each answer, with their types as TypeScript has them."""
    declared = (package / "dist/index.d.ts").read_text(encoding="utf-8")
    found = re.findall(r"^interface (\w+)(?: extends (\w+)[^{]*)? \{\n(.*?)^\}", declared, re.MULTILINE | re.DOTALL)
    interfaces = {name: (parent, body) for name, parent, body in found}
    return {
        "source": _source(package),
        "interfaces": {name: _fields(interfaces, name) for name in sorted(INTERFACES)},
    }


def _fields(interfaces: dict[str, tuple[str, str]], name: str) -> dict[str, str]:
    parent, body = interfaces.get(name, ("", ""))
    above = _fields(interfaces, parent) if parent else {}
    return above | dict(re.findall(r"^    (\w+)\??: ([^;\n]+)", body, re.MULTILINE))


def _source(package: Path) -> str:
    known = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return f"{known['name']} {known['version']} (npm), {known['license']} licence"


def main() -> None:
    packages = [found.parent for found in Path(sys.argv[1]).rglob("package.json")]
    by_name = {json.loads((one / "package.json").read_text(encoding="utf-8"))["name"]: one for one in packages}
    DATA.mkdir(exist_ok=True)
    made = {"github": github(by_name["@octokit/openapi"]), "gitlab": gitlab(by_name["@gitbeaker/core"])}
    for name, data in made.items():
        (DATA / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

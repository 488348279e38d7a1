"""People as git writes them: the name and address in `Ada Lovelace <ada@example.com>`, and who is the same person."""

import re

_PRIVATE = r"(?:\d+[+-])?(?P<user>[^@]+@(?:[^@]+\.)?noreply\.[^@]+)"


def parted(identity: str) -> tuple[str, str]:
    """Return the name and the address in an identity; an empty text for an address that is not there."""
    name, _, rest = identity.partition("<")
    return name.strip(), rest.removesuffix(">")


def is_same_person(identity: str, other: str) -> bool:
    """True if both are one person: by address where both have one, else by name; the size of letters is nothing.

    The private address that a forge gives, such as `12+ada@users.noreply.github.com`, says nothing of the person's own:
    then, the name decides.
    """
    (name, address), (other_name, other_address) = (parted(text.casefold()) for text in (identity, other))
    if address and other_address:
        if address == other_address:
            return True
        private, others = _private(address), _private(other_address)
        if private and others:
            return private["user"] == others["user"]
        if not (private or others):
            return False
    return name == other_name


def is_private(address: str | None) -> bool:
    """True if an address is one that a forge gave, to keep the person's own out of commits."""
    return bool(address and _private(address.casefold()))


def _private(address: str) -> re.Match[str] | None:
    return re.fullmatch(_PRIVATE, address) if "noreply." in address else None

"""People as git writes them: the name and address in `Ada Lovelace <ada@example.com>`, and who is the same person."""


def parted(identity: str) -> tuple[str, str]:
    """Return the name and the address in an identity; an empty text for an address that is not there."""
    name, _, rest = identity.partition("<")
    return name.strip(), rest.removesuffix(">")


def is_same_person(identity: str, other: str) -> bool:
    """True if both are one person: by address where both have one, else by name; the size of letters is nothing."""
    (name, address), (other_name, other_address) = parted(identity), parted(other)
    if address and other_address:
        return address.casefold() == other_address.casefold()
    return name.casefold() == other_name.casefold()

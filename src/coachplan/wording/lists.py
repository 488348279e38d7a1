"""Word lists as text, so that they read as data."""


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())

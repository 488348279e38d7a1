"""Word lists about behaviour, which several modules read; their words, and what each holds, are in `lexicon.txt`."""

from coachplan.checks.wording.lists import word_lists

_LISTS = word_lists(__file__)
FILLERS = _LISTS["fillers"]
STATES = _LISTS["states"]
CHANGES = _LISTS["changes"]
MANNERS = _LISTS["manners"]
ABSTRACT = _LISTS["abstract"]
METRICS = _LISTS["metrics"]
TRAITS = _LISTS["traits"]
TRAIT_NOUNS = _LISTS["trait_nouns"]
OBSERVABLE = _LISTS["observable"]
DOABLE = _LISTS["doable"]
MISTYPED = _LISTS["mistyped"]

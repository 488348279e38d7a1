"""The language of a text, English or another, as far as its words show; texts in others are not read."""

from functools import cache

from coachplan.checks.wording import lexicon
from coachplan.checks.wording.deadlines import tag
from coachplan.checks.wording.lists import listed
from coachplan.checks.wording.words import is_form, plain, split

# The small words that English shares with none of the languages below.
_ENGLISH = listed(
    """
    the of and to for with my our your his their its are be been being were have does did would can could should might
    you they she it this that these those by from into until before after every each within without what how why who
    which where when not than then if or but because about between during down off any both another myself yourself
    them some more anything everything something nothing else here there please thanks good it's don't i'll i'd i'm
    you're get make help take become let's that's what's isn't didn't
    """
)
# The small words of German, French, Spanish, Portuguese, Italian, Dutch, the Nordic languages, Polish and others,
# without those that are English words, too (war, pour, met, van, come).
_OTHERS = listed(
    """
    der die das dem des ein eine einen einem einer und oder mit für von im zum zur bei auf aus nach vor ist sind nicht
    auch ich wir sie mein meine meinen ihr uns sich wird werden wie warum wann wer dass bis jede jeden jeder mehr beim
    dich dir dein deine habe hast kann könntest möchte um
    el la los las un una unos unas y de del al que para con sin su sus mis es cómo qué cuándo antes cada más se lo les
    nos está mejorar
    le du et ou dans sur avec sans mes notre votre ses sont qui quoi comment pourquoi aux chaque avant une je nous vous
    d'ici améliorer
    il gli di che è della del nel alla ogni mio mia tuo cosa perché entro dal
    os uma das dos nas em com por que não seu sua meu minha até
    het een voor niet ik wij mijn onze zijn elke meer naar bij aan dat wat hoe
    och att det är ett som på av med inte jag vi mitt vad hur varje innan
    og ikke jeg hvad hvordan hver før ei että olla mitä miten joka ennen
    się nie jest dla jak od przed każdy każdego bir bu ile és egy nem hogy minden
    """
)


def is_english(text: str) -> bool:
    """True if a text reads as English: by its small words, or else by a word in the lists.

    A single word in plain letters counts as English, and a name may have letters that English does not.
    """
    pieces = [piece for piece in split(text) if any(letter.isalpha() for letter in piece)]
    words = [plain(piece) for piece in pieces]
    if not words:
        return True
    english = len(_ENGLISH.intersection(words)) + (len(words[0]) > 3 and is_form(words[0], _verbs()))
    foreign = len(_OTHERS.intersection(words)) + sum(piece.islower() and not piece.isascii() for piece in pieces)
    if english or foreign:
        return english >= foreign
    if len(words) == 1 and words[0].isascii():
        return True
    return sum(_is_known(word) for word in words) * 3 >= len(words)


_ENGLISH_ENDINGS = ("tion", "tions", "ing", "ness", "ship", "ful", "ity", "people")


@cache
def _verbs() -> frozenset[str]:
    return lexicon.OBSERVABLE | lexicon.CHANGES | lexicon.STATES


@cache
def _nouns() -> frozenset[str]:
    return lexicon.ABSTRACT | lexicon.METRICS | lexicon.DOABLE | lexicon.TRAITS | lexicon.MANNERS | lexicon.MISTYPED


def _is_known(word: str) -> bool:
    return (
        is_form(word, _verbs())
        or is_form(word, _nouns())
        or (word.endswith(_ENGLISH_ENDINGS) and not word.endswith("kation"))
        or (len(word) > 2 and tag(word) != "x")
    )

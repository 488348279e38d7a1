"""Two obstacles are one where only small words, days, case or a letter tell them apart."""

import pytest

from coachplan.progress.obstacles import _are_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("No van", f"{subject} no van")
            for subject in ("I had", "You have", "He has", "She had", "It is", "We were")
        ),
        *(
            ("No van", f"{subject} no van")
            for subject in ("They are with", "I was with", "To be with", "We have been with")
        ),
        *(("No van", f"No van on {day}") for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
        *(("No van", f"{before} no van") for before in ("On Saturday,", "Sunday:", "Still", "Again", "Also", "And")),
        *(("No van", f"No van {after}") for after in ("too", "for us", "for them", "from them")),
        *(
            ("Van broke", f"{whose} van broke")
            for whose in ("This", "That", "My", "Your", "His", "Her", "Our", "Their")
        ),
        *(("Vans broke", f"{which} vans broke") for which in ("These", "Those", "Some", "The")),
        *(("Noise lab", f"Noise {place} the lab") for place in ("in", "by", "from", "at", "of", "on")),
        ("Battery out", "Its battery out"),
        ("Noise", "A noise"),
        ("Outage", "An outage"),
        ("Ada van", "Ada’s van"),
        ("No van", "NO VAN!"),
        ("Noisy bus", "Noisy buses"),
    ],
)
def test_small_words_do_not_count(one: str, other: str) -> None:
    assert _are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("No van", "No van driver"), ("Slow tools", "Slow talks"), ("Late trains", "Late planes"), ("", "")),
        # One letter in nine is more than a slip, and the same letters in another order are another word.
        *(("Slow tool", "Slow pool"), ("Late parts", "Late traps"), ("", "No van"), ("On Monday", "No van")),
    ],
)
def test_other_words_do(one: str, other: str) -> None:
    assert not _are_alike(one, other)

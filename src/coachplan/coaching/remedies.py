"""The command that sets right what was shared already: a word that others have is not taken back, but answered."""

_ADDS = "records what is right, and `coachplan save` a correction of {path} by hand"
_REMEDIES = {
    "Check-in": f"`coachplan log {{id}}` {_ADDS}",
    "Follow-up": f"`coachplan follow-up {{id}}` {_ADDS}",
    "Agree": "`coachplan agree {id} --stance disagree` says otherwise, and your last word counts",
    "Accept": "`coachplan decline {id} {activity}` takes your yes back, `coachplan drop` what is under way",
    "Decline": "`coachplan accept {id} {activity}` says yes after all, `coachplan propose` puts it forward again",
    "Propose": "`coachplan decline {id} {activity}` takes it back, `coachplan drop` where it is agreed",
    "Amend": "`coachplan amend {id} {activity} WORDING` puts it differently again",
    "Start": "`coachplan drop {id} {activity}` lets go of it",
    "Drop": "`coachplan start {id} {activity}` goes on with it",
    "Hold": "`coachplan resume {id}` goes on",
    "Resumed": "`coachplan hold {id}` lets it rest again",
    "Revision": "`coachplan revise {id}` changes the terms again",
    "Extension": "`coachplan extend {id}` gives more time, `coachplan edit {id}` sets another end",
    "Begin": "`coachplan hold {id}` lets it rest, `coachplan close {id}` ends it",
    "New plan": "`coachplan edit {id}` changes it, `coachplan close {id} --outcome stopped` ends it",
}
_BY_HAND = "`coachplan edit {id}` sets it right"
_SETTINGS = "change {path} again, and `coachplan save`"


def remedy(verb: str, id_: str, path: str, activity: str = "") -> str:
    """Return the way to set right what a commit with this verb did to a plan; without one, to the settings.

    `path` is the file that it is about, and `activity` names the one that it changed.
    """
    text = _REMEDIES.get(verb, _BY_HAND) if id_ else _SETTINGS
    return text.format(id=id_, path=path, activity=activity or "ACTIVITY")

"""Modes: who else on this machine can open a folder, as far as its mode, its owner and an access list tell."""

import os
import stat
from pathlib import Path

from coachplan.store import files
from coachplan.store.git import Git

_OTHERS = stat.S_IROTH | stat.S_IXOTH
_GROUP = stat.S_IRGRP | stat.S_IXGRP
EVERYBODY = "everybody on this machine"
_ACCESS_LIST = "system.posix_acl_access"


def folders_of(git: Git) -> list[Path]:
    """Return the folders that hold a plan repository: the one with `.git`, and git's own where that is elsewhere."""
    top = files.top_of(git.root) or git.root
    own = Path(os.path.realpath(git.folder()))
    return [top] if own.is_relative_to(os.path.realpath(top)) else [top, own]


def open_to(folder: Path) -> list[str]:
    """Return in words who else can open a folder; nobody where it is not there. Whoever runs the machine always can.

    A folder above that is closed to them keeps them out of all that is inside.
    """
    try:
        here = os.stat(folder)
        above = [os.stat(place) for place in Path(os.path.realpath(folder)).parents]
    except OSError:
        return []
    found = [] if here.st_uid in (os.geteuid(), 0) else [f"its owner {_user(here.st_uid)}"]
    if here.st_mode & _OTHERS and all(one.st_mode & stat.S_IXOTH for one in above):
        return [*found, EVERYBODY]
    lets_through = all(one.st_mode & (stat.S_IXOTH | stat.S_IXGRP) for one in above)
    if here.st_mode & _GROUP and lets_through:
        if members := _others_in(here.st_gid):
            found.append(f"the group {_group(here.st_gid)}: {', '.join(members)}")
        if _has_list(folder):  # then the bits of the group are the most that any entry of the list gives
            found.append("whomever its access list names, see getfacl")
    return found


def _others_in(gid: int) -> list[str]:
    """Return the names of the others in a group, as far as they are known."""
    import grp
    import pwd

    try:
        members = set(grp.getgrgid(gid).gr_mem)
    except KeyError:
        members = set()
    members |= {one.pw_name for one in pwd.getpwall() if one.pw_gid == gid}
    return sorted(members - {_user(os.geteuid()), "root"})


def _group(gid: int) -> str:
    import grp

    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def _user(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _has_list(folder: Path) -> bool:
    try:
        return _ACCESS_LIST in os.listxattr(folder)
    except (AttributeError, OSError):  # not on every system, nor on every disk
        return False

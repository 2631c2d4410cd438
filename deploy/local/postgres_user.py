"""Who runs PostgreSQL. It refuses to run as root, so root needs a stand-in.

In this order: whoever owns the data folder already; root itself under another number inside a user namespace (the
files stay root's, nothing outside the namespace can be touched by it); another unprivileged user of this machine.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failures import LaunchError
from .project import Project

STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True)
class RunAs:
    """`prefix` goes before a command; `user` is the number to become, None to stay who we are."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    description: str = ""

    @property
    def credentials(self) -> dict[str, Any]:
        """For subprocess: to become that user and nothing more."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": group_of(self.user), "extra_groups": []}

    def own(self, folder: Path) -> None:
        if self.user is not None:
            os.chown(folder, self.user, group_of(self.user))

    def can_enter(self, *folders: Path) -> bool:
        """Whether that user gets at the folders: the home folder they lie in may be closed to others."""
        return self.user is None or all(runs(["test", "-x", str(folder)], **self.credentials) for folder in folders)


def choose(project: Project, data: Path) -> RunAs:
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        return ourselves(project, data, owner)
    if owner:
        return RunAs(user=owner, description=f"as user {name_of(owner)}, who owns the data")
    namespace = in_a_namespace()
    if namespace:
        return namespace
    if owner == 0:
        raise LaunchError(
            f"{project.short(data)} belongs to root, and PostgreSQL may not run as root on this machine.",
            f"Give it to another user (chown -R {stand_in().pw_name} {project.short(data)}), or remove it to start afresh.",
        )
    return RunAs(user=stand_in().pw_uid, description=f"as user {stand_in().pw_name}")


def ourselves(project: Project, data: Path, owner: int | None) -> RunAs:
    if owner is None or owner == os.geteuid():
        return RunAs()
    raise LaunchError(
        f"{project.short(data)} belongs to {name_of(owner)}; PostgreSQL only starts for its owner.",
        f'Take it over with   sudo chown -R "$(id -un)" .   or remove {project.short(data)} to start afresh.',
    )


def in_a_namespace() -> RunAs | None:
    """Root as another number; setpriv asks anew for the signal that changing who we are has cancelled."""
    if sys.platform != "linux":
        return None
    inside = stand_in()
    map_options = (f"--map-user={inside.pw_uid}", f"--map-group={inside.pw_gid}")
    prefix = ("unshare", "--user", *map_options, "setpriv", "--pdeathsig", "INT")
    if not runs([*prefix, "true"]):
        return None
    return RunAs(prefix=prefix, description="in a user namespace, since we are root")


def stand_in() -> pwd.struct_passwd:
    """An unprivileged user that exists: initdb asks for its name."""
    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    for name in STAND_INS:
        if name in users:
            return users[name]
    if not users:
        raise LaunchError(
            "PostgreSQL may not run as root, and this machine has no other user.",
            "Add one (useradd --system postgres), or name a server with DATABASE_URL.",
        )
    return next(iter(users.values()))


def name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def group_of(user: int) -> int:
    try:
        return pwd.getpwuid(user).pw_gid
    except KeyError:
        return user


def runs(command: list[str], **credentials: Any) -> bool:
    try:
        return subprocess.run(command, cwd="/", capture_output=True, check=False, **credentials).returncode == 0
    except OSError:
        return False

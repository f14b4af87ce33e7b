"""One process at a time works on a data folder; the system lets go of it however that process ends."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

HELD = "in-use"


def hold(folder: Path) -> IO[bytes]:
    """To be kept open as long as the folder is used."""
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / HELD).open("ab")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as trouble:
        held.close()
        raise BlockingIOError(trouble.errno, "another practice org works on it", str(folder)) from trouble
    return held

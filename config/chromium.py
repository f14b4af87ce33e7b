"""The browser that tests drive: Debian's Chromium, fetched from Debian's packages where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

from config.trouble import CannotStart

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-cjk")
ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


def find() -> str | None:
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin")):
            return path
    return None


def launch_options() -> dict[str, Any]:
    """For Playwright: as root Chromium has no sandbox of its own; it sees our own pages only."""
    alone = [*ALONE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": find(), "args": alone}


def ensure() -> None:
    """Install it when there is none; without root, say the one command that does."""
    if find():
        return
    command = f"apt-get install --yes --no-install-recommends {' '.join(PACKAGES)}"
    if os.geteuid() != 0 or not shutil.which("apt-get", path="/usr/bin"):
        raise CannotStart(f"tests drive Chromium, and there is none. As root: {command}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    for step in ("apt-get update", command):
        if subprocess.run(step.split(), env=environment, stdout=sys.stderr, check=False).returncode:
            raise CannotStart(f"Chromium could not be installed; the lines above say why. The command was: {step}")
    if not find():
        raise CannotStart("Chromium was installed and is still not found. Name its program in CHROMIUM.")


if __name__ == "__main__":
    ensure()

"""`make reset SURE=yes`: deletes the demo's data, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys

from config import demo, env
from config.embedded import home

FOLDERS = ("valkey", "practice", "static", "mail")
FILES = ("keys.json", "ports.json", "running.json", "portal.json")


def main() -> None:
    folder = env.folder("DATA_DIR", env.ROOT / "var")
    if os.environ.get("SURE") != "yes":
        sys.exit(f"This deletes the demo's data in {folder} for good. If you want that: make reset SURE=yes")
    folder.mkdir(parents=True, exist_ok=True)
    with demo.alone(folder):
        home.forget(folder / "postgres")
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
        for name in FILES:
            (folder / name).unlink(missing_ok=True)
    print(f"The demo's data in {folder} are gone.")


if __name__ == "__main__":
    main()

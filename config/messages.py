"""Gathers every sentence that people read into locale/*/LC_MESSAGES/django.po, where it waits for its translation.

Takes xgettext and its companions from the machine (Debian: gettext). What is translated stays; what is gone is dropped.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "locale"
ELSEWHERE = ("node_modules", "var", "tests", "benchmarks")


class Gather(makemessages.Command):
    # a guess from a sentence that looks alike is worse than none
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> None:
    if not shutil.which("xgettext"):
        sys.exit("Messages cannot be gathered: there is no xgettext. As root: apt-get install gettext")
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    languages = sorted(folder.name for folder in CATALOGUES.iterdir())
    call_command(
        Gather(), locale=languages, ignore_patterns=list(ELSEWHERE), add_location="file", no_obsolete=True, verbosity=0
    )
    for catalogue in CATALOGUES.glob("*/LC_MESSAGES/django.po"):
        forget_the_hour(catalogue)


def forget_the_hour(catalogue: Path) -> None:
    """Two gatherings of the same sources are the same file."""
    catalogue.write_text(re.sub(r'^"POT-Creation-Date:.*\n', "", catalogue.read_text(), flags=re.MULTILINE))


if __name__ == "__main__":
    main()

"""Every text is in the catalogues, translated, with the same blanks as its source."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
SOURCES = ("apps", "config", "templates", "locale")
BLANK = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|&\w+;")
TAG = re.compile(r"</?[a-z][^<>]*>")


def messages_of(path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def key(message):
    return message.context, message.id


def source(message):
    """The sentence that a language without plurals translates: the one for many."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def translations(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def name(path):
    return path.parts[-3]


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
class TestCatalogue:
    def test_translates_every_message(self, path):
        empty = [message.id for message in messages_of(path) if not all(translations(message))]

        assert empty == []

    def test_leaves_no_guess(self, path):
        guesses = [message.id for message in messages_of(path) if message.fuzzy]

        assert guesses == []

    def test_keeps_the_blanks(self, path):
        different = [
            (source(message), words)
            for message in messages_of(path)
            for words in translations(message)
            if set(BLANK.findall(source(message))) != set(BLANK.findall(words))
        ]

        assert different == []

    def test_keeps_the_tags(self, path):
        different = [
            (source(message), words)
            for message in messages_of(path)
            for words in translations(message)
            if sorted(TAG.findall(source(message))) != sorted(TAG.findall(words))
        ]

        assert different == []


@pytest.fixture(scope="class")
def gathered(tmp_path_factory):
    """A copy of the house in which the messages were gathered anew."""
    if not shutil.which("xgettext"):
        pytest.skip("there is no xgettext to gather the messages with; as root: apt-get install gettext")
    house = tmp_path_factory.mktemp("house")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "config.messages"], cwd=house, env=os.environ, check=True, timeout=120)
    return house


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
class TestSources:
    def test_say_nothing_that_the_catalogue_does_not_know(self, path, gathered):
        known = {key(message) for message in messages_of(path)}

        said = {key(message) for message in messages_of(gathered / path.relative_to(ROOT))}

        assert said - known == set()

    def test_still_say_all_that_the_catalogue_knows(self, path, gathered):
        known = {key(message) for message in messages_of(path)}

        said = {key(message) for message in messages_of(gathered / path.relative_to(ROOT))}

        assert known - said == set()

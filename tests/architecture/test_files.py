"""What holds for the files of the house as a whole."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
SQL = sorted((ROOT / "apps").glob("*/sql/*.sql"))
PYTHON = sorted(path for path in (ROOT / "apps").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOO_LONG = 300


class TestSqlFiles:
    @pytest.mark.parametrize("path", SQL, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
    def test_are_used(self, path):
        room = "\n".join(file.read_text() for file in path.parents[1].rglob("*.py"))

        assert f'"{path.stem}"' in room

    @pytest.mark.parametrize("path", SQL, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
    def test_promise_something_in_their_first_line(self, path):
        assert path.read_text().startswith("-- ")


class TestPythonFiles:
    @pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT / "apps")))
    def test_stay_small(self, path):
        assert len(path.read_text().splitlines()) < TOO_LONG

    @pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT / "apps")))
    def test_open_with_a_sentence(self, path):
        text = path.read_text()

        assert not text.strip() or text.lstrip().startswith('"""')


class TestTemplates:
    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
    def test_live_with_the_content_security_policy(self, path):
        text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)

        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
        assert not re.search(r"\sstyle=", text)
        assert not re.search(r"\son(click|change|submit|load|input)=", text)


@pytest.mark.django_db
class TestMigrations:
    def test_say_all_that_the_models_say(self):
        told = io.StringIO()

        call_command("makemigrations", check=True, dry_run=True, stdout=told)

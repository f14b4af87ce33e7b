"""Style sheets and pages know each other: nothing is styled that no page has, or named that nothing styles."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
OURS = re.compile(r"\bgw-[a-z0-9-]+")


def _read(paths):
    return "\n".join(path.read_text() for path in paths)


@pytest.fixture(scope="module")
def styles():
    return COMMENT.sub("", _read(SHEETS))


@pytest.fixture(scope="module")
def pages():
    templates, code = (ROOT / "templates").rglob("*.html"), (ROOT / "apps").rglob("*.py")
    return _read([*templates, *code, ROOT / "static/portal.js"])


class TestStyles:
    def test_are_each_used_by_a_page(self, styles, pages):
        styled = set(re.findall(r"\.(gw-[a-z0-9-]+)", styles))

        assert styled - set(OURS.findall(pages)) == set()

    def test_exist_for_each_class_that_a_page_names(self, styles, pages):
        styled = set(re.findall(r"\.(gw-[a-z0-9-]+)", styles))

        assert set(OURS.findall(pages)) - styled == set()

    def test_name_their_colours_in_one_file_alone(self):
        sheets = [sheet for sheet in SHEETS if sheet.name != "tokens.css"]
        painted = {sheet.name for sheet in sheets if re.search(r"light-dark\(|[ (]#[0-9a-f]{3,6}\b", sheet.read_text())}

        assert painted == set()

    def test_use_tokens_that_exist_and_leave_none_over(self, styles, pages):
        made = set(re.findall(r"(--gw-[a-z0-9-]+):", styles))
        used = set(re.findall(r"var\((--gw-[a-z0-9-]+)", styles + pages))

        assert made == used

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
    def test_are_loaded_and_say_what_they_are_for(self, sheet):
        listed = (ROOT / "templates/components/styles.html").read_text()

        assert f"'css/{sheet.name}'" in listed or f'"css/{sheet.name}"' in listed
        assert sheet.read_text().startswith("/* ")

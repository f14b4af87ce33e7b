"""docs/field-types.md says what the code does: the table of types, and the names of columns."""

from __future__ import annotations

import re
from pathlib import Path

from apps.mapping import types
from apps.marketing import names
from apps.marketing.types import ColumnType

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "field-types.md").read_text()
TABLE, *_REST = DOCUMENT.split("\n## ")
TYPE = re.compile(r"^\| `(\w+)` \| (`(\w+)`|none) \| \S", re.MULTILINE)
NAME = re.compile(r"^\| `(\w+)` \| ([^|]*) \| `(\w+)` \| (\w*) ?\|$", re.MULTILINE)
# every value that the API's reference lists for a field's type
SALESFORCE = {
    *("address", "anyType", "base64", "boolean", "combobox", "complexvalue", "currency", "date", "datetime", "double"),
    *("DataCategoryGroupReference", "email", "encryptedstring", "id", "int", "json", "location", "long"),
    *("multipicklist", "percent", "phone", "picklist", "reference", "string", "textarea", "time", "url"),
}


class TestTypes:
    def test_are_those_of_the_code(self):
        written = {source: column for source, _cell, column in TYPE.findall(TABLE)}

        assert {source: ColumnType(column) for source, column in written.items() if column} == types.BY_TYPE

    def test_are_all_that_salesforce_has(self):
        assert {source for source, _cell, _column in TYPE.findall(TABLE)} == SALESFORCE


class TestNames:
    def test_are_those_of_the_code(self):
        rows = NAME.findall(DOCUMENT)

        found = [names.propose(source, re.findall(r"`(\w+)`", taken)) for source, taken, _column, _why in rows]

        assert [(each.name, each.why) for each in found] == [(column, why) for _source, _taken, column, why in rows]

    def test_show_every_reason(self):
        assert {why for _source, _taken, _column, why in NAME.findall(DOCUMENT)} == set(names.WHY)

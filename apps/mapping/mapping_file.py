"""The choice and the mapping of an instance as a YAML file that people read, compare and keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from django.utils.translation import gettext as _

from apps.mapping import catalogue
from apps.mapping.choice import IN_CUSTOMERS_ORDER
from apps.mapping.models import Mapping
from apps.tenants.models import Instance

FORMAT = 1
HEAD, FIELDS, TYPE, COLUMN = "gangway_mapping", "fields", "type", "column"


class Entry(NamedTuple):
    """A chosen Salesforce field. ``column``: what it fills, empty before step 9; ``line``: where the file says so."""

    line: int
    object: str
    source: str
    type: str
    column: str


class Fault(NamedTuple):
    """Why a file was not taken; ``field`` is empty where it is about the file as a whole."""

    line: int
    field: str
    reason: str


def write(instance: Instance) -> str:
    chosen = catalogue.offered(instance).filter(is_chosen=True).order_by("name")
    columns = _columns(instance)
    listed: dict[str, dict[str, Any]] = {each.name: {} for each in IN_CUSTOMERS_ORDER}
    for object_name, source, type_ in chosen.values_list("object__name", "name", "type"):
        column = columns.get((object_name, source))
        listed[object_name][source] = {TYPE: type_, **({COLUMN: column} if column else {})}
    # libyaml's writer is four times as quick with thousands of fields, and writes the same
    writer = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump({HEAD: FORMAT, FIELDS: listed}, Dumper=writer, sort_keys=False, allow_unicode=True)
    return written


def load(document: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Type and column by object and field, of a text that `write` made."""
    fields = yaml.load(document, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))[FIELDS]  # noqa: S506 - both safe
    return {
        (name, source): (said.get(TYPE, ""), said.get(COLUMN, ""))
        for name, listed in fields.items()
        for source, said in listed.items()
    }


def read(text: str) -> tuple[list[Entry], list[Fault]]:
    """Looks at the file alone, not at any org; what is wrong is told by line."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [], [Fault(mark.line + 1 if mark else 1, "", _("This is not YAML: %(why)s") % {"why": error.problem})]
    except (yaml.YAMLError, RecursionError):
        return [], [Fault(1, "", _("This is not YAML that can be read."))]
    top = {key.value: node for key, node in _pairs(root)}
    if HEAD not in top or top[HEAD].value != str(FORMAT):
        return [], [Fault(1, "", _("This is not a mapping file of Gangway: it starts with “gangway_mapping: 1”."))]
    faults: list[Fault] = []
    return list(_entries(top.get(FIELDS), faults)), faults


def _columns(instance: Instance) -> dict[tuple[str, str], str]:
    rows = Mapping.objects.of(instance).filter(is_hidden=False)
    return {(name, source): column for name, source, column in rows.values_list("object", "source", "field__name")}


def _entries(fields: yaml.Node | None, faults: list[Fault]) -> Iterator[Entry]:
    seen: set[tuple[str, str]] = set()
    known = {each.name for each in IN_CUSTOMERS_ORDER}
    for object_key, listed in _pairs(fields):
        if object_key.value not in known:
            faults.append(Fault(_line(object_key), object_key.value, _("No fields are chosen of this object.")))
            continue
        for key, node in _pairs(listed):
            entry = _entry(object_key.value, key, node)
            if (entry.object, entry.source) in seen:
                faults.append(Fault(entry.line, f"{entry.object}.{entry.source}", _("It is there twice.")))
            seen.add((entry.object, entry.source))
            yield entry


def _entry(object_name: str, key: yaml.ScalarNode, node: yaml.Node) -> Entry:
    said = {name.value: value.value for name, value in _pairs(node) if isinstance(value, yaml.ScalarNode)}
    return Entry(_line(key), object_name, key.value, said.get(TYPE, ""), said.get(COLUMN, ""))


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1

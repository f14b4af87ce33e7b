"""What a query about fields must say, and may not."""

from __future__ import annotations

from collections.abc import Iterator

from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import parsing, tree

KEYS = {
    "EntityParticle": ("entitydefinitionid", "durableid", "fielddefinitionid"),
    "FieldDefinition": ("entitydefinitionid", "durableid"),
}
OBJECT_NAMES = ("entitydefinition.qualifiedapiname", "entitydefinition.durableid", "entitydefinition.developername")
NEED = "A filter on a reified column is required [{}]"


def check(statement: str) -> None:
    """The filter on the object is compulsory; only equality, joined by AND, is understood."""
    if not any(name.lower() in statement.lower() for name in KEYS):
        return
    select = parsing.parse(statement)
    wanted = next((name for name in KEYS if name.lower() == select.object.text.lower()), None)
    if wanted is None:
        return
    compared = list(_compared(select.where)) if select.where else []
    if not any(name in (*KEYS[wanted], *OBJECT_NAMES) for name in compared):
        raise Refusal("EXTERNAL_OBJECT_EXCEPTION", NEED.format("EntityDefinitionId,DurableId"))
    if select.group or any(_has_function(item) for item in select.items):
        raise Refusal("EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", f"{wanted} does not support aggregate functions")


def _compared(condition: tree.Condition) -> Iterator[str]:
    """The names that conditions of equality are on."""
    match condition:
        case tree.Joined(word=word, conditions=conditions):
            if word.upper() == "OR":
                raise Refusal("EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", "Disjunctions not supported")
            for one in conditions:
                yield from _compared(one)
        case tree.Compare(operand=operand, operator=operator):
            if operator not in {"=", "LIKE", "like"}:
                raise Refusal("EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", "Only equals comparisons permitted")
            yield operand.name.text.lower() if operand.name else ""
        case tree.Membership(operand=operand, is_negated=False):
            yield operand.name.text.lower() if operand.name else ""
        case _:
            raise Refusal("EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", "Only equals comparisons permitted")


def _has_function(item: tree.Item | tree.TypeOf | tree.Select) -> bool:
    return isinstance(item, tree.Item) and bool(item.operand.functions)

"""Keeps the rules of an org, and checks one before it is put there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, cast

from apps.practice_org import ids
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules import kinds
from apps.practice_org.rules.kinds import AssignmentRule, DuplicateRule, Lock, Rule, ValidationRule
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything an administrator has laid down, oldest name first."""

    validation: tuple[ValidationRule, ...] = ()
    duplicates: tuple[DuplicateRule, ...] = ()
    assignment: tuple[AssignmentRule, ...] = ()
    locks: tuple[Lock, ...] = ()


def of(live: LiveOrg) -> Rules:
    return Rules(*(tuple(_read(live, kind)) for kind in kinds.SHELVES))


def add(live: LiveOrg, kind: str, given: Mapping[str, Any]) -> Rule:
    """`kind` is a key of SHELVES; a lock of a record that has one takes its place."""
    shelf = kinds.SHELVES[kind]
    known = {item.name for item in fields(shelf.made)} - {"id"}
    values = {name: given[name] for name in known & set(given)}
    _require(shelf.made, set(values) | {"id"})
    number = ids.make(shelf.prefix, live.org.pod, secrets.randbelow(62**8)) if shelf.prefix else ""
    rule: Rule = _checked(live, shelf.made(id=number, **values))
    body = asdict(rule)
    live.book.put(shelf.name, live.id, body.pop("id"), body)
    return rule


def _require(made: type[Any], given: set[str]) -> None:
    lacking = [item.name for item in fields(made) if item.default is MISSING and item.name not in given]
    if lacking:
        raise Refusal("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(lacking)}]")


def remove(live: LiveOrg, kind: str, rule_id: str) -> bool:
    return live.book.delete(kinds.SHELVES[kind].name, rule_id)


def spend(live: LiveOrg, lock: Lock) -> None:
    """One try has met the lock; the last one takes it away."""
    shelf = kinds.SHELVES["locks"]
    if lock.count == 1:
        live.book.delete(shelf.name, lock.id)
    elif lock.count > 1:
        body = {"record": lock.record, "kind": lock.kind, "count": lock.count - 1}
        live.book.put(shelf.name, live.id, lock.id, body)


def _read(live: LiveOrg, kind: str) -> list[Any]:
    shelf = kinds.SHELVES[kind]
    return [_made(shelf.made, key, body) for key, body in live.book.of(shelf.name, live.id).items()]


def _made(made: type[Any], key: str, body: dict[str, Any]) -> Rule:
    return cast("Rule", made(id=key, **{name: tuple(v) if isinstance(v, list) else v for name, v in body.items()}))


def _checked(live: LiveOrg, rule: Any) -> Any:
    """A rule that no record could be checked against is refused when it is made, not when a record is."""
    if isinstance(rule, Lock):
        return _lock(live, rule)
    sobject = _object(live, rule.object)
    if not rule.name.strip():
        raise Refusal("REQUIRED_FIELD_MISSING", "A rule needs a name.")
    if isinstance(rule, ValidationRule):
        _check_condition(live, sobject, rule.condition)
        _check_fields(sobject, [rule.field] if rule.field else [])
    elif isinstance(rule, DuplicateRule):
        _check_fields(sobject, rule.fields)
        if not rule.fields or rule.action not in {kinds.ALERT, kinds.BLOCK}:
            raise Refusal("INVALID_FIELD", "A duplicate rule needs fields, and alerts or blocks.")
    elif isinstance(rule, AssignmentRule):
        for entry in rule.entries:
            _check_condition(live, sobject, entry.get("condition", ""))
            if ids.full(entry.get("owner", "")) is None:
                raise Refusal("MALFORMED_ID", f"malformed id {entry.get('owner')}")
    return rule


def _lock(live: LiveOrg, lock: Lock) -> Lock:
    record = ids.full(lock.record)
    if record is None or lock.kind not in {kinds.ROW, kinds.ENTITY}:
        raise Refusal("MALFORMED_ID", f"malformed id {lock.record}")
    return Lock(f"{live.id}-{record}", record, lock.kind, int(lock.count))


def _object(live: LiveOrg, name: str) -> SObject:
    found = live.everything.find(name)
    if found is None:
        raise Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return found


def _check_condition(live: LiveOrg, sobject: SObject, condition: str) -> None:
    if condition:
        compiling.compile_query(f"SELECT Id FROM {sobject.name} WHERE ({condition})", live.everything)


def _check_fields(sobject: SObject, names: Any) -> None:
    for name in names:
        if sobject.find(name) is None:
            raise Refusal("INVALID_FIELD", f"No such column '{name}' on entity '{sobject.name}'.")

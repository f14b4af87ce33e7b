"""findDuplicates and findDuplicatesByIds: which records the org's duplicate rules take for the same, 50 a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from apps.practice_org import ids, quoting, rules
from apps.practice_org.grants import SignedIn
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules.duplicates import matches, result
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soap.envelope import Envelope, written
from apps.practice_org.soap.faults import Fault
from apps.practice_org.storage import Connection, fetch_dicts

MOST_RECORDS = 50
TOO_MANY = "Configuration error: The number of records to check is greater than the permitted batch size."

Asked = tuple[SObject, dict[str, Any]]


def find(found: SignedIn, asked: Envelope, limit: dict[str, int]) -> str:
    """Each record of the call gets a result of its own, in the order of the call."""
    live = found.live
    view = live.seen_by(found.user.id)
    with live.storage.reading() as cursor:
        records = list(_asked(cursor, view, asked))
        laid = [rule for rule in rules.of(live).duplicates if rule.is_active]
        results = []
        for sobject, values in records:
            fitting = [rule for rule in laid if rule.object.lower() == sobject.name.lower()]
            same = [(rule, matches(cursor, sobject, rule, values, values.get("Id", ""))) for rule in fitting]
            results.append([result(rule, sobject.name, keys, "60.0") for rule, keys in same if keys])
    return written("soap_duplicates.xml", asked.interface, limit=limit, call=asked.operation, results=results)


def _asked(cursor: Connection, view: View, asked: Envelope) -> Iterator[Asked]:
    """Records given by their values, or by the ids of stored ones."""
    call = asked.root.find(f".//{{urn:{asked.interface}.soap.sforce.com}}{asked.operation}")
    given = list(call) if call is not None else []
    if len(given) > MOST_RECORDS:
        raise Fault("LIMIT_EXCEEDED", TOO_MANY, "UnexpectedErrorFault")
    for one in given:
        yield _by_id(cursor, view, one.text or "") if _name(one) == "ids" else _by_values(view, one)


def _by_id(cursor: Connection, view: View, text: str) -> Asked:
    record_id = ids.full(text.strip()) or ""
    sobject = _object(view.of_id(record_id), text)
    statement = f'SELECT * FROM {quoting.name(sobject.name)} WHERE "Id" = ?'
    return sobject, next(iter(fetch_dicts(cursor, statement, [record_id])), {})


def _by_values(view: View, record: Iterable[ElementTree.Element]) -> Asked:
    texts = {_name(one): one.text for one in record}
    sobject = _object(view.find(texts.pop("type", "") or ""), "")
    return sobject, {known.name: text for name, text in texts.items() if (known := sobject.find(name))}


def _object(found: SObject | None, name: str) -> SObject:
    if found is None:
        refusal = Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
        raise Fault(refusal.code, refusal.message, "InvalidSObjectFault")
    return found


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]

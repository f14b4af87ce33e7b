"""How well each field is filled: several fields a query, several queries a call; each call goes on from the last."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.mapping import catalogue
from apps.mapping.models import CatalogueField
from apps.salesforce.client import Client
from apps.salesforce.composite import MOST_QUERIES, Answer, Part
from apps.tenants.models import Instance

Measure = CatalogueField.Measure
FIELDS_A_QUERY = 20
RESULTS = ["filled_count", "filled_share", "measured_at", "measure"]


@dataclass(frozen=True)
class Question:
    """One query about some fields of one object."""

    fields: Sequence[CatalogueField]

    @property
    def measure(self) -> str:
        return self.fields[0].measure

    @property
    def soql(self) -> str:
        object_name = self.fields[0].object.name
        if self.measure == Measure.COUNT:
            counted = [f"COUNT({field.name}) c{place}" for place, field in enumerate(self.fields)]
            return f"SELECT {', '.join(['COUNT(Id) n', *counted])} FROM {object_name}"  # noqa: S608 - SOQL, names described
        test = "= true" if self.measure == Measure.TRUE else "!= null"
        return f"SELECT COUNT() FROM {object_name} WHERE {self.fields[0].name} {test}"  # noqa: S608


def pending(instance: Instance) -> QuerySet[CatalogueField]:
    """What is still to be measured, object by object."""
    rows = catalogue.offered(instance).exclude(measure=Measure.NONE).filter(measured_at=None)
    return rows.select_related("object").order_by("object__name", "measure", "position")


def done(instance: Instance) -> int:
    return catalogue.offered(instance).filter(Q(measure=Measure.NONE) | Q(measured_at__isnull=False)).count()


def calls_ahead(instance: Instance) -> int:
    return -(-len(list(_questions(pending(instance)))) // MOST_QUERIES)


def measure_some(instance: Instance, client: Client) -> bool:
    """One call's worth, committed. False when nothing is left."""
    _spare_the_empty(instance)
    questions = list(itertools.islice(_questions(pending(instance)), MOST_QUERIES))
    if not questions:
        return False
    answers = client.composite(Part(f"query?q={quote(question.soql)}") for question in questions)
    with transaction.atomic():
        for question, answer in zip(questions, answers, strict=True):
            _take(question, answer)
            CatalogueField.objects.of(instance).bulk_update(question.fields, RESULTS)
    return True


def _questions(fields: QuerySet[CatalogueField]) -> Iterator[Question]:
    for (_object, measure), group in itertools.groupby(fields, key=lambda field: (field.object_id, field.measure)):
        size = FIELDS_A_QUERY if measure == Measure.COUNT else 1
        listed = list(group)
        yield from (Question(listed[start : start + size]) for start in range(0, len(listed), size))


def _spare_the_empty(instance: Instance) -> None:
    """An object without records needs no question."""
    pending(instance).filter(object__record_count=0).update(
        filled_count=0, filled_share=None, measured_at=timezone.now()
    )


def _take(question: Question, answer: Answer) -> None:
    """A refused question is asked in a simpler way, field by field; a field that refuses that too can't be counted."""
    error = answer.error
    if error is None:
        _write(question, answer.body)
    elif catalogue.can_do_without(error):
        for field in question.fields:
            field.measure = Measure.FILTER if field.measure == Measure.COUNT else Measure.NONE
    else:
        raise error


def _write(question: Question, body: dict[str, Any]) -> None:
    if question.measure == Measure.COUNT:
        record = body["records"][0]
        total, counts = record["n"], [record[f"c{place}"] for place in range(len(question.fields))]
    else:
        total, counts = question.fields[0].object.record_count, [body["totalSize"]]
    for field, count in zip(question.fields, counts, strict=True):
        field.filled_count = count
        field.filled_share = min(1.0, count / total) if total else None
        field.measured_at = timezone.now()

"""Which values of a person can be changed here: the mapped fields that go to Salesforce, and how each is typed."""

from __future__ import annotations

from dataclasses import dataclass

from apps.mapping.models import CatalogueField
from apps.mapping.pairs import Pair
from apps.marketing.models import Field
from apps.marketing.types import ColumnType
from apps.sync import directions, editing
from apps.sync.directions import Rule
from apps.sync.outbox_rules import EMAIL, OPT_OUT
from apps.tenants.models import Instance

LEAD = "Lead"


@dataclass(frozen=True)
class Editable:
    """``source`` is Salesforce's field, ``salesforce_type`` its type there; ``length`` 0: no limit known.

    ``is_mandatory``: Salesforce wants it on every record.
    """

    column: str
    label: str
    type: ColumnType
    source: str
    salesforce_type: str
    length: int
    is_mandatory: bool = False

    @property
    def is_opt_out(self) -> bool:
        return self.source == OPT_OUT

    @property
    def is_email(self) -> bool:
        return self.source == EMAIL


def of(instance: Instance, sfdc_type: str | None) -> list[Editable]:
    """In the order of the object's fields in Salesforce; a person who is only here has those of a lead."""
    name = sfdc_type or LEAD
    pairs = {pair.source: pair for pair in editing.rules(instance)[name].sendable}
    labels = dict(Field.objects.of(instance).filter(kind="person").values_list("name", "label"))
    found = CatalogueField.objects.of(instance).filter(object__name=name, name__in=pairs).order_by("position")
    return [_editable(pairs[each.name], labels, each) for each in found]


def _editable(pair: Pair, labels: dict[str, str], field: CatalogueField) -> Editable:
    label = labels.get(pair.column, field.name)
    return Editable(pair.column, label, pair.type, field.name, field.type, field.length, field.is_mandatory)


def rule(instance: Instance, sfdc_type: str | None) -> Rule:
    return directions.of(instance)[sfdc_type or LEAD]

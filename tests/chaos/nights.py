"""Lets a night fall: every object with calculated fields is due to be read again, and is when it was."""

from __future__ import annotations

from apps.mapping.models import CatalogueField, Mapping
from apps.mapping.objects import OBJECTS
from apps.mapping.types import column_type
from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.sync import plan
from apps.tenants.models import Instance

FALL = """
INSERT INTO sync_checkpoint (object, purpose, watermark)
SELECT object, 'calculated', now() - interval '49 hours' FROM unnest(%s::text[]) AS object
ON CONFLICT (object, purpose) DO UPDATE SET watermark = excluded.watermark WHERE sync_checkpoint.job_id IS NULL
"""
OVER = """
SELECT count(*) = 0 FROM sync_checkpoint
WHERE purpose = 'calculated' AND (job_id IS NOT NULL OR watermark < now() - interval '24 hours')
"""


def map_calculated() -> None:
    """Every formula of leads and contacts, which nobody chooses of himself."""
    instance = Instance.objects.get()
    mapped = set(Mapping.objects.of(instance).values_list("object", "source"))
    formulas = CatalogueField.objects.of(instance).filter(is_formula=True, object__name__in=("Lead", "Contact"))
    for found in formulas.select_related("object"):
        name, kind = found.object.name, OBJECTS[found.object.name].kind.name
        if (name, found.name) not in mapped:
            column = f"calculated_{name}_{found.name}".casefold()
            new = NewField(kind, column, f"{name} {found.label}", column_type(found.type))
            fields.create(instance, [new], statement="", accepted_by=None)
            made = Field.objects.of(instance).get(kind=kind, name=column)
            Mapping.objects.create(instance=instance, object=name, source=found.name, field=made)


def fall(instance: Instance) -> bool:
    """What an earlier night still reads goes on."""
    objects = [each.name for each in plan.calculated_of(instance, plan.all_of(instance))]
    with database.connect(instance) as connection:
        connection.execute(FALL, [objects])
    return True


def is_over(instance: Instance) -> bool:
    with database.connect(instance) as connection:
        return connection.execute(OVER).fetchone() == (True,)

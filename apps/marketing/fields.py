"""Creates fields for good, exactly those that were accepted or none, and hides them; nothing here takes one away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from psycopg import sql

from apps.marketing import columns, database, receipts, schema
from apps.marketing.columns import MOST, Columns
from apps.marketing.database import Connection
from apps.marketing.errors import CreatedDiffers, FieldExists, TooManyColumns
from apps.marketing.models import Field
from apps.marketing.receipts import Accepted, NewField, Receipt
from apps.tenants.models import Instance


def create(
    instance: Instance, new_fields: Sequence[NewField], *, statement: str, accepted_by: Any, list_hash: str = ""
) -> Receipt:
    """One transaction in the instance's own database: the columns, their proof and the receipt, or nothing.

    ``list_hash`` is that of the list as it was shown, where that says more than the fields. The same one again
    answers with its receipt, so a job that died after the commit can simply run anew.
    Raises FieldExists, TooManyColumns, CreatedDiffers.
    """
    accepted = Accepted(list_hash or receipts.digest(new_fields), statement, accepted_by)
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        schema.queue_up(connection, instance)
        receipt = receipts.find(connection, accepted.list_hash)
        if receipt is None:
            receipt = _create(connection, instance, new_fields, accepted)
    reconcile(instance)
    return receipt


def find_receipt(instance: Instance, list_hash: str) -> Receipt | None:
    """None before anything was created as well."""
    with database.connect(instance) as connection:
        if not columns.present(connection, instance):
            return None
        return receipts.find(connection, list_hash)


def reconcile(instance: Instance) -> None:
    """Write the portal's rows for every column that a receipt accounts for; those that are there stay as they are."""
    with database.connect(instance) as connection:
        kept = receipts.every(connection)
    rows = [_row(instance, receipt, each) for receipt in kept for each in receipt.fields]
    with transaction.atomic():
        Field.objects.bulk_create(rows, ignore_conflicts=True)


def missing(instance: Instance, receipt: Receipt) -> list[NewField]:
    """What the receipt names and the database does not have: nothing, or something is badly wrong."""
    with database.connect(instance) as connection:
        found = columns.present(connection, instance)
    return [each for each in receipt.fields if each.column not in found]


def hide(field: Field) -> bool:
    """Its column and its values stay. False: it was hidden already."""
    return _hidden(field, hidden=True)


def show(field: Field) -> bool:
    return _hidden(field, hidden=False)


def _create(connection: Connection, instance: Instance, new_fields: Sequence[NewField], accepted: Accepted) -> Receipt:
    before = columns.present(connection, instance)
    _refuse_what_cannot_be(new_fields, before)
    for kind in sorted({each.kind for each in new_fields}):
        connection.execute(_alter(kind, [each for each in new_fields if each.kind == kind]))
    created = columns.present(connection, instance) - before
    if created != {each.column for each in new_fields}:
        raise CreatedDiffers(f"{len(created)} columns came of {len(new_fields)} that were accepted")
    return receipts.write(connection, new_fields, accepted)


def _refuse_what_cannot_be(new_fields: Sequence[NewField], before: Columns) -> None:
    for kind in {each.kind for each in new_fields}:
        there = columns.names_of(before, kind)
        wanted = [each.name for each in new_fields if each.kind == kind]
        if clash := there.intersection(wanted):
            raise FieldExists(f"{kind} has {sorted(clash)}", kind=kind, names=", ".join(sorted(clash)))
        if len(there) + len(wanted) > MOST:
            raise TooManyColumns(f"{kind} would have more than {MOST}", kind=kind, room=MOST - len(there), most=MOST)


def _alter(kind: str, new_fields: Sequence[NewField]) -> sql.Composed:
    added = [sql.SQL("ADD COLUMN {} {}").format(sql.Identifier(each.name), sql.SQL(each.type)) for each in new_fields]
    return sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(kind), sql.SQL(", ").join(added))


def _row(instance: Instance, receipt: Receipt, new_field: NewField) -> Field:
    return Field(
        instance=instance,
        kind=new_field.kind,
        name=new_field.name,
        label=new_field.label,
        type=new_field.type,
        receipt=receipt.number,
        created_at=receipt.created_at,
        created_by_id=receipt.accepted_by_id,
    )


def _hidden(field: Field, *, hidden: bool) -> bool:
    rows = Field.objects.of(field.instance_id).filter(pk=field.pk, is_hidden=not hidden)
    field.is_hidden = hidden
    return rows.update(is_hidden=hidden) == 1

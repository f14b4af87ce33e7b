"""A synced instance whose people can be changed, and what a colleague sees on either side."""

from __future__ import annotations

from apps.connections import clients
from apps.mapping import catalogue
from apps.mapping.models import Mapping
from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.sync import cycles, editing
from apps.sync.outbox import Wanted
from tests import makers
from tests.sync.conftest import to_the_end

BOTH = {
    "email_address": ("Email", "Email", ColumnType.TEXT),
    "last_name": ("LastName", "LastName", ColumnType.TEXT),
    "first_name": ("FirstName", "FirstName", ColumnType.TEXT),
    "phone_number": ("Phone", "Phone", ColumnType.TEXT),
    "unsubscribed": ("HasOptedOutOfEmail", "HasOptedOutOfEmail", ColumnType.BOOLEAN),
    "company_name": ("Company", None, ColumnType.TEXT),
    "num_employees": ("NumberOfEmployees", None, ColumnType.NUMERIC),
    "birthday": (None, "Birthdate", ColumnType.DATE),
}


def map_people(instance):
    catalogue.describe(instance, clients.open(instance))
    chosen = [NewField("person", column, column, type_) for column, (_lead, _contact, type_) in BOTH.items()]
    fields.create(instance, chosen, statement="", accepted_by=None)
    for made in Field.objects.of(instance):
        for name, source in zip(("Lead", "Contact"), BOTH[made.name][:2], strict=True):
            if source:
                Mapping.objects.create(instance=instance, object=name, source=source, field=made)


def sync(instance):
    map_people(instance)
    to_the_end(instance)
    cycle(instance)
    return instance


def cycle(instance):
    while cycles.run(instance, hurry=True, is_watched=True) is not None:
        continue


def edit(instance, sfdc_id, **values):
    return editing.change(instance, [Wanted(sfdc_id, values)], way="page", by=makers.PersonMaker(name="Ada Berg"))


def here(instance, sfdc_id, column):
    with database.connect(instance) as connection:
        row = connection.execute("SELECT to_jsonb(p) ->> %s FROM person p WHERE sfdc_id = %s", [column, sfdc_id])
        return row.fetchone()[0]


def there(org, object_name, record_id, field):
    found = org.colleague.query(f"SELECT {field} FROM {object_name} WHERE Id = '{record_id}'")
    return found["records"][0][field]


def outbox(instance, sfdc_id):
    with database.connect(instance) as connection:
        rows = connection.execute(
            "SELECT column_name, state, code FROM person_change WHERE sfdc_id = %s ORDER BY number", [sfdc_id]
        )
        return rows.fetchall()


def row_errors(instance):
    with database.connect(instance) as connection:
        rows = connection.execute("SELECT record_id, field, code, reason, way FROM sync_row_error WHERE way = 'write'")
        return rows.fetchall()

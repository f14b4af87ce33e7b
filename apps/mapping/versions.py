"""Every version of the choice and the mapping: what it was after which change, and what differs between two."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet

from apps.mapping import mapping_file
from apps.mapping.models import Version
from apps.tenants.models import Instance
from apps.timeline.models import Event


class Difference(NamedTuple):
    """One field in two versions, with its column: empty without one, None where it is not chosen."""

    object: str
    source: str
    before: str | None
    after: str | None


def keep(instance: Instance, event: Event, *, retells: bool = False) -> None:
    """Inside the transaction of the change that ``event`` tells; nothing where nothing differs from the last one.

    ``retells``: the event says better than an earlier one what made the last version.
    """
    last, document = of(instance).first(), mapping_file.write(instance)
    if last and last.document == document:
        if retells:
            Version.objects.of(instance).filter(pk=last.pk).update(event=event)
        return
    number = last.number + 1 if last else 1
    Version.objects.create(instance=instance, number=number, event=event, document=document)


def of(instance: Instance) -> QuerySet[Version]:
    """The newest first."""
    return Version.objects.of(instance).select_related("event")


def find(instance: Instance, number: int) -> Version | None:
    return of(instance).filter(number=number).first()


def compare(before: str, after: str) -> list[Difference]:
    """Of two documents, what is not the same in both; by object and field."""
    one, other = mapping_file.load(before), mapping_file.load(after)
    changed = [source for source in one.keys() | other.keys() if one.get(source) != other.get(source)]
    return [Difference(*source, _column(one, source), _column(other, source)) for source in sorted(changed)]


def _column(said: dict[tuple[str, str], tuple[str, str]], source: tuple[str, str]) -> str | None:
    return said[source][1] if source in said else None

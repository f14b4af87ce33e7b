"""Every query is scoped to a tenant, by construction: a manager that answers nobody who doesn't say for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from apps.tenants.models import Instance

Row = TypeVar("Row", bound=models.Model, covariant=True)


class UnscopedQuery(RuntimeError):
    """Code asked for rows without saying whose: use ``of``, ``within`` or ``everywhere``."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model.__name__}.objects needs .of(instance), .within(scope) or .everywhere(reason)")


@dataclass(frozen=True)
class Scope:
    """The agencies whose data somebody may see."""

    agency_ids: frozenset[int]

    @classmethod
    def of(cls, agency_ids: Any) -> Self:
        return cls(frozenset(agency_ids))


class ScopedManager(models.Manager[Row], Generic[Row]):
    """For models with an ``instance``; a related manager (``instance.steps``) is scoped already."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[Row]:
        if not hasattr(self, "instance"):  # Django sets it on related managers only
            raise UnscopedQuery(self.model)
        return super().get_queryset()

    def _rows(self) -> models.QuerySet[Row]:
        """All of them; on a related manager, those that hang there."""
        return self.get_queryset() if hasattr(self, "instance") else super().get_queryset()

    def of(self, instance: Instance | int) -> models.QuerySet[Row]:
        return self._rows().filter(instance=instance)

    def within(self, scope: Scope) -> models.QuerySet[Row]:
        return self._rows().filter(instance__agency__in=scope.agency_ids)

    def everywhere(self, reason: str) -> models.QuerySet[Row]:
        """All tenants' rows: for periodic jobs and the support desk, which say why."""
        if not reason:
            raise UnscopedQuery(self.model)
        return self._rows()

    def create(self, **values: Any) -> Row:
        return super().get_queryset().create(**values)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Row]:
        return super().get_queryset().bulk_create(objs, *args, **options)

"""A permanent list as pages show it, and the text that a person accepts with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from apps.mapping.drafting import Line
from apps.mapping.ledger import Ledger
from apps.marketing import database, kinds, names
from apps.marketing.receipts import NewField
from apps.onboarding import problems
from apps.onboarding.forms.accept import AcceptForm
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Column:
    """One line of the list: what feeds the column, its name and type, and why the name is not the plain one."""

    sources: tuple[str, ...]
    name: str
    label: str
    type: str
    why: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    columns: tuple[Column, ...]


def groups(lines: Iterable[Line]) -> list[Group]:
    listed = list(lines)
    return [
        Group(str(kind.label), tuple(_column(line.field, line.why) for line in listed if line.field.kind == name))
        for name, kind in kinds.KINDS.items()
        if any(line.field.kind == name for line in listed)
    ]


def kept(fields: Iterable[NewField]) -> list[Group]:
    """The same of a list that was accepted earlier."""
    return groups(Line(field, (), "") for field in fields)


def title(count: int) -> str:
    return ngettext("Create this %(count)s field for good?", "Create these %(count)s fields for good?", count) % {
        "count": count
    }


def statement(instance: Instance, shown: Ledger) -> str:
    """The text that is accepted, as its reader saw it; the receipt keeps it word for word."""
    return f"{title(shown.count)} {lead(instance, shown.count)}"


def lead(instance: Instance, count: int) -> str:
    words = ngettext(
        "It becomes a column of %(database)s. It can be hidden later. It can never be deleted, renamed or given"
        " another type.",
        "Each becomes a column of %(database)s. It can be hidden later. It can never be deleted, renamed or given"
        " another type.",
        count,
    )
    return words % {"database": database.schema_name(instance)}


def dialog(instance: Instance, shown: Ledger, *, wrong: Exception | str = "") -> dict[str, Any]:
    """What `components/confirm_dialog.html` and the list in it need."""
    return {
        "ledger": shown,
        "groups": groups(shown.lines),
        "dialog_title": title(shown.count),
        "dialog_lead": lead(instance, shown.count),
        "accept_form": AcceptForm(initial={"list_hash": shown.hash}),
        "promise": _promise(shown),
        "form_error": words(wrong) if wrong else "",
    }


def _promise(shown: Ledger) -> str:
    said = ngettext(
        "Creates exactly this %(count)s in one go, or none. A receipt keeps this text, the list (SHA-256 %(hash)s…),"
        " your name and the time.",
        "Creates exactly these %(count)s in one go, or none. A receipt keeps this text, the list (SHA-256 %(hash)s…),"
        " your name and the time.",
        shown.count,
    )
    return said % {"count": shown.count, "hash": shown.hash[:12]}


def _column(field: NewField, why: str) -> Column:
    sources = tuple(source.replace(".", " › ", 1) for source in field.sources)
    return Column(sources, field.name, field.label, field.type, str(names.WHY[why]))


def words(wrong: Exception | str) -> str:
    if isinstance(wrong, str):
        return wrong
    said = problems.words(problems.translate(wrong).stored())
    return f"{said.what}. {said.cause}" if said else ""

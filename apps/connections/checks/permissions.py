"""The named permissions of the sync user, whichever profile or permission set they come from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from apps.connections.checks.asking import Asked, first, query
from apps.connections.checks.finding import Finding, unknown
from apps.connections.models import Verdict
from apps.connections.needs import Needs
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import QueryRefused

CODE = "named-permission"


@dataclass(frozen=True)
class Permission:
    """``label`` as on Salesforce's screens. ``used_by``: the object whose writing needs it; empty: always needed."""

    name: str
    label: str
    used_by: str | None = None
    is_read: bool = True

    @property
    def column(self) -> str:
        return f"Permissions{self.name}"

    def is_needed(self, needs: Needs) -> bool:
        return not self.used_by or self.used_by in needs.written


NOBODY = "nobody"
ALL = (
    Permission("ApiEnabled", "API Enabled"),
    Permission("ConvertLeads", "Convert Leads", "LeadConversion"),
    Permission("EditTask", "Edit Tasks", "Task"),
    Permission("EditEvent", "Edit Events", "Event"),
    # not every org knows these by name, and no direction will ever use them
    Permission("EditHtmlTemplates", "Edit HTML Templates", NOBODY, is_read=False),
    Permission("EditPublicDocuments", "Manage Public Documents", NOBODY, is_read=False),
    Permission("EditPublicTemplates", "Manage Public Templates", NOBODY, is_read=False),
)
READ = tuple(each.column for each in ALL if each.is_read)
COLUMNS = (*READ, "PermissionsPasswordNeverExpires")
QUERY = f"SELECT {', '.join(COLUMNS)} FROM UserPermissionAccess"  # noqa: S608


def asked_again(asked: Asked, answer: Answer) -> Answer:
    """One name that this org does not know refuses the whole query: then only those that it describes are asked for."""
    if not isinstance(answer.error, QueryRefused):
        return answer
    (described,) = asked.call([Part("sobjects/UserPermissionAccess/describe")])
    known = {field["name"] for field in described.body["fields"]} if described.is_ok else set()
    columns = [column for column in COLUMNS if column in known]
    if not columns:
        return answer
    return asked.call([query(f"SELECT {', '.join(columns)} FROM UserPermissionAccess")])[0]  # noqa: S608


def find(answer: Answer, needs: Needs) -> list[Finding]:
    """One row for the running user, with everything that reaches it."""
    return [_one(each, answer, needs) for each in ALL]


def _one(permission: Permission, answer: Answer, needs: Needs) -> Finding:
    data = {"permission": permission.label, "name": permission.name}
    is_held = first(answer).get(permission.column)
    if not permission.is_needed(needs):
        return Finding(CODE, Verdict.NOT_APPLICABLE, _not_needed(is_held), permission.name, data)
    if is_held is None:
        return unknown(CODE, answer.error, permission.name, **data)
    seen = _("granted") if is_held else _("missing")
    return Finding(CODE, Verdict.PASS if is_held else Verdict.FAIL, seen, permission.name, data)


def _not_needed(is_held: bool | None) -> str:
    if is_held is None:
        return _("Marketo’s article asks for it; Gangway never uses it.")
    if is_held:
        return _("Granted. Marketo’s article asks for it; the chosen directions do not use it.")
    return _("Missing, and not needed: Marketo’s article asks for it, the chosen directions do not use it.")

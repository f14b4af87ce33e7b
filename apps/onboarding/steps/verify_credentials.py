"""Step 5: Salesforce says who answers, and a person confirms that it is the right org."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition, Done, Outcome, Wait
from apps.checklist.models import Step
from apps.connections import credentials
from apps.connections.models import Connection
from apps.sync import switches


class VerifyCredentials(Definition):
    slug = "verify-credentials"
    title = _("Verify credentials")
    about = _("Who answered, and is it the right org?")
    part = 3
    takes = _("1 minute")
    after = ("connect",)
    rests_on = ("connect",)
    starts_itself = True

    ANSWERED = _("%(user)s of %(org)s answered. Is this the right org?")
    ANOTHER_USER = _("%(user)s of %(org)s answered, and not %(before)s. Is this the right user?")
    CONFIRMED = _("%(org)s, as %(user)s")

    def run(self, step: Step) -> Outcome:
        """An org that was confirmed before is not asked about again: another one would have been refused.

        Another user of it is: an administrator in a borrowed browser sees and may do more than the sync user.
        """
        credentials.verify(step.instance)
        connection = Connection.objects.of(step.instance).get()
        if connection.has_another_user:
            return Wait(self.ANOTHER_USER, {**said_of(connection), "before": connection.confirmed_as})
        if connection.confirmed_at:
            switches.heal(step.instance)
            return Done(self.CONFIRMED, said_of(connection))
        return Wait(self.ANSWERED, said_of(connection))


def said_of(connection: Connection) -> dict[str, Any]:
    return {"org": connection.org_name, "user": connection.sync_user_name}

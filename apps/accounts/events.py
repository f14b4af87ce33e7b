"""What happens to an agency's members and its guests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

FOUNDED = kind("members.founded", _("%(who)s made the agency %(name)s."), icon="plus")
INVITED = kind("members.invited", _("%(who)s invited %(member)s as %(role)s."), icon="user-round")
ROLE_CHANGED = kind("members.role_changed", _("%(who)s made %(member)s %(role)s; before: %(before)s."), icon="pencil")
REMOVED = kind("members.removed", _("%(who)s removed %(member)s."), icon="x")
LEFT = kind("members.left", _("%(who)s left."), icon="log-out")

GUEST_INVITED = kind("guests.invited", _("%(who)s made a guest link for %(guest)s."), icon="mail")
GUEST_OPENED = kind("guests.opened", _("%(who)s opened the guest link."), icon="user-round")
GUEST_STUCK = kind("guests.stuck", _("%(who)s is stuck and asks for help."), icon="message-circle", tone="you")
GUEST_REVOKED = kind("guests.revoked", _("%(who)s revoked the guest link of %(guest)s."), icon="x")
GUEST_DONE = kind(
    "guests.done", _("The guest link of %(guest)s ended: no check fails any more."), icon="check", tone="done"
)

"""What happens to an agency's members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

FOUNDED = kind("members.founded", _("%(who)s made the agency %(name)s."), icon="plus")
INVITED = kind("members.invited", _("%(who)s invited %(member)s as %(role)s."), icon="user-round")
ROLE_CHANGED = kind("members.role_changed", _("%(who)s made %(member)s %(role)s; before: %(before)s."), icon="pencil")
REMOVED = kind("members.removed", _("%(who)s removed %(member)s."), icon="x")
LEFT = kind("members.left", _("%(who)s left."), icon="log-out")

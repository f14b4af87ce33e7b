"""What the portal itself writes on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

INSTANCE_MADE = kind("instance.made", _("%(who)s made the instance %(name)s."), icon="plus")

"""What the portal itself writes on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

INSTANCE_MADE = kind("instance.made", _("%(who)s made the instance %(name)s."), icon="plus")
INSTANCE_RENAMED = kind("instance.renamed", _("%(who)s renamed the instance %(before)s to %(name)s."), icon="pencil")

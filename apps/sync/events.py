"""What the sync writes on the timeline; a cycle that went well is no news."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

ACCEPTED = kind("sync.accepted", _("%(who)s started the Salesforce sync; receipt %(receipt)s."), icon="receipt")
COPIED = kind(
    "sync.copied", _("The initial sync is through: %(records)s records are here."), icon="database", tone="done"
)
CANCELLED = kind("sync.cancelled", _("The initial sync was cancelled; %(records)s records stay."), icon="x")
FAILED = kind("sync.failed", _("The sync failed and waits for a person."), icon="circle-alert", tone="fail")
STUCK = kind("sync.stuck", _("Salesforce does not answer for a while; the sync goes on trying."), icon="clock")
DRIFTED = kind(
    "sync.drifted",
    _("%(object)s: %(fields)s can no longer be read in Salesforce; the sync goes on without."),
    icon="circle-alert",
    tone="you",
)
MISSING = kind(
    "sync.missing",
    _("%(records)s records of %(object)s are here and no longer in Salesforce; they wait for a person."),
    icon="circle-alert",
    tone="you",
)
MARKED = kind("sync.marked", _("%(who)s let %(records)s records of %(object)s be marked as deleted."), icon="check")
LEFT = kind("sync.left", _("%(who)s left %(records)s missing records of %(object)s as they are."), icon="x")
RECOVERED = kind("sync.recovered", _("The sync works again."), icon="check", tone="done")
ENABLED = kind("sync.enabled", _("%(who)s enabled the sync."), icon="play")
DISABLED = kind("sync.disabled", _("%(who)s disabled the sync."), icon="pause")
PACED = kind("sync.paced", _("%(who)s changed the pace of the sync."), icon="clock")
ASKED = kind("sync.asked", _("%(who)s asked for a cycle now."), icon="refresh-cw")
READ_AGAIN = kind("sync.read_again", _("%(who)s had %(records)s records read again."), icon="refresh-cw")
GAVE_WAY = kind(
    "sync.gave_way",
    _("%(who)s gave up changes that Salesforce had refused, and took its values: %(changes)s."),
    icon="cloud-download",
)
BACKFILL_ASKED = kind(
    "sync.backfill_asked", _("%(who)s asked for the existing values of %(object)s: %(fields)s."), icon="history"
)
BACKFILLED = kind(
    "sync.backfilled",
    _("The existing values of %(object)s are here (%(fields)s): %(records)s records changed."),
    icon="history",
    tone="done",
)
VERIFIED = kind("sync.verified", _("The counts of %(objects)s objects were compared."), icon="shield-check")
PUSHED = kind("sync.pushed", _("%(who)s made a person a lead in Salesforce: %(lead)s."), icon="cloud-upload")
DIRECTED = kind(
    "sync.directed", _("%(who)s changed the direction or the winner of %(object)s."), icon="arrow-left-right"
)
IMPORTED = kind("sync.imported", _("%(who)s imported people: %(new)s new, %(changed)s values changed."), icon="upload")

"""What mapping writes on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

STARTED_FROM = kind(
    "mapping.started_from", _("%(who)s started the choice of fields from “%(preset)s”."), icon="sparkles"
)
LEFT_OUT = kind(
    "mapping.left_out",
    _("%(who)s left out %(count)s fields of %(object)s that are filled below %(percent)s %%."),
    icon="list-x",
)
TAKEN = kind(
    "mapping.taken", _("%(who)s chose %(count)s fields of %(object)s that matched a search."), icon="list-checks"
)
LEFT = kind("mapping.left", _("%(who)s left out %(count)s fields of %(object)s that matched a search."), icon="list-x")
FILTERED = kind("mapping.filtered", _("%(who)s limited the records of %(object)s to: %(condition)s."), icon="funnel")
UNFILTERED = kind("mapping.unfiltered", _("%(who)s wants all records of %(object)s again."), icon="funnel")
ACCEPTED = kind(
    "mapping.accepted",
    _("%(who)s accepted a list of %(count)s permanent fields (SHA-256 %(hash)s)."),
    icon="infinity",
)
CREATED = kind(
    "mapping.created", _("%(count)s fields were created, exactly those accepted."), icon="database", tone="done"
)
BROKEN = kind("mapping.broken", _("%(who)s broke the pair “%(field)s”."), icon="unlink")
PAIRED = kind("mapping.paired", _("%(who)s paired “%(one)s” with “%(other)s”; %(unused)s is hidden."), icon="link")
IMPORTED = kind(
    "mapping.imported",
    _("%(who)s took over a mapping file: %(chosen)s fields chosen, %(left)s left out, %(moved)s mapped."),
    icon="upload",
)
REMAPPED = kind(
    "mapping.remapped",
    _("%(who)s let %(object)s › %(after)s feed “%(column)s” instead of %(before)s."),
    icon="shuffle",
)
RESTED = kind("mapping.rested", _("%(who)s had %(object)s › %(field)s read no longer (“%(column)s”)."), icon="eye-off")
RETYPED = kind(
    "mapping.retyped",
    _(
        "%(object)s › %(field)s has another type in Salesforce now (%(type)s): it is read no longer, because"
        " “%(column)s” does not hold it."
    ),
    icon="circle-alert",
    tone="you",
)
WOKEN = kind("mapping.woken", _("%(who)s had %(object)s › %(field)s read again (“%(column)s”)."), icon="eye")
KEPT_APART = kind("mapping.kept_apart", _("%(who)s keeps “%(one)s” and “%(other)s” apart."), icon="split")
RESTORED = kind("mapping.restored", _("%(who)s took back version %(number)s of the mapping."), icon="rotate-ccw")
SECOND_WANTED = kind(
    "mapping.second_wanted", _("%(who)s has the mappings approved by a second person from now on."), icon="users-round"
)
SECOND_NOT_WANTED = kind(
    "mapping.second_not_wanted",
    _("%(who)s has the mappings approved by a second person no longer."),
    icon="users-round",
)
APPROVAL_ASKED = kind(
    "mapping.approval_asked",
    _("%(who)s finished the mappings and asked for a second person’s approval."),
    icon="hand",
    tone="you",
)
APPROVED = kind(
    "mapping.approved", _("%(who)s approved the mappings that %(asker)s finished."), icon="check", tone="done"
)
SENT_BACK = kind("mapping.sent_back", _("%(who)s sent the mappings back to %(asker)s."), icon="undo-2")
MERGED = kind(
    "mapping.merged",
    _(
        "%(who)s took over what Salesforce changed: %(added)s fields added, %(gone)s gone, %(retyped)s of another type,"
        " %(renamed)s carried over to a new name."
    ),
    icon="git-merge",
)
SAMPLED = kind(
    "mapping.sampled", _("%(who)s looked at %(count)s records of %(object)s through the mapping."), icon="eye"
)
OWN_COLUMN = kind(
    "mapping.own_column",
    _("%(who)s gave %(object)s › %(field)s the column “%(column)s”, as “%(before)s” does not hold its new type."),
    icon="columns-2",
)
FINISHED = kind("mapping.finished", _("%(who)s finished the mappings."), icon="check")
LOCKED = kind("mapping.locked", _("The mappings are locked: the initial sync was started."), icon="lock")
CAUTION_ACCEPTED = kind(
    "mapping.caution_accepted",
    _("%(who)s accepted the caution on duplicates (%(count)s people twice; text: SHA-256 %(hash)s)."),
    icon="users",
)
RULES_CHOSEN = {
    "both": kind("mapping.duplicates_both", _("%(who)s chose to create both of two duplicates."), icon="users"),
    "contact": kind(
        "mapping.duplicates_contact",
        _("%(who)s chose that records with one e-mail address are one person: the contact stands for it."),
        icon="users",
    ),
    "recent": kind(
        "mapping.duplicates_recent",
        _("%(who)s chose that records with one e-mail address are one person: the one changed last stands for it."),
        icon="users",
    ),
    "later": kind(
        "mapping.duplicates_later",
        _("%(who)s chose to create both of two duplicates and to mark them for review."),
        icon="users",
    ),
}
DISCARDED = kind(
    "mapping.duplicates_discarded", _("%(who)s discarded what was read to look for duplicates."), icon="trash-2"
)

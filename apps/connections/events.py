"""What connections write on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.timeline.kinds import kind

ORG_CHOSEN = kind("connections.org_chosen", _("%(who)s chose the org: %(org)s."), icon="cloud")
APP_STORED = kind("connections.app_stored", _("%(who)s stored the consumer key ending %(ending)s."), icon="key-round")
SIGNED_IN = kind("connections.signed_in", _("%(who)s signed in at Salesforce: %(method)s."), icon="log-in")
SIGN_IN_REFUSED = kind(
    "connections.sign_in_refused", _("A sign-in did not succeed. %(reason)s."), icon="circle-x", tone="fail"
)
SIGNED_OUT = kind("connections.signed_out", _("%(who)s signed out of %(org)s and removed its tokens."), icon="log-out")
NOT_ENDED = kind(
    "connections.not_ended",
    _(
        "Salesforce could not be told that an old access has ended (%(code)s). End it there: Setup › Connected Apps "
        "OAuth Usage."
    ),
    icon="triangle-alert",
    tone="wait",
)
RENEWAL_REFUSED = kind(
    "connections.renewal_refused",
    _("The access to Salesforce was not renewed. %(reason)s."),
    icon="circle-x",
    tone="fail",
)
VERIFIED = kind(
    "connections.verified", _("Salesforce answered as %(user)s of %(org)s."), icon="shield-check", tone="done"
)
CONFIRMED = kind("connections.confirmed", _("%(who)s confirmed the org %(org)s."), icon="check", tone="done")
DISCONNECTED = kind(
    "connections.disconnected",
    _("%(who)s disconnected %(org)s and removed all credentials."),
    icon="unplug",
    tone="wait",
)
CHECKED = kind(
    "connections.checked", _("The sync user was checked: %(failed)s failed, %(passed)s passed."), icon="list"
)
RIGHTS_LOST = kind(
    "connections.rights_lost",
    _("The sync user no longer has what the sync needs: %(names)s."),
    icon="circle-x",
    tone="fail",
)
RIGHTS_BACK = kind("connections.rights_back", _("Put right in Salesforce: %(names)s."), icon="check", tone="done")
CHECKS_CHANGED = kind(
    "connections.checks_changed", _("Checks with another answer than before: %(names)s."), icon="list"
)
ADMIN_SIGNED_IN = kind(
    "connections.admin_signed_in", _("%(admin)s of %(org)s signed in to create fields, once."), icon="key-round"
)
ADMIN_SIGNED_OUT = kind(
    "connections.admin_signed_out", _("The administrator’s sign-in was ended at Salesforce."), icon="log-out"
)
FIELDS_CREATED = kind(
    "connections.fields_created",
    _("%(who)s had %(count)s marketing fields created in Salesforce by %(admin)s."),
    icon="plus",
)

"""The two optional ways onward after the set-up: guides of lines that a person ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from apps.onboarding.models import GuideTick
from apps.tenants.models import Instance

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Line:
    """``path`` is where in Salesforce, in Salesforce's own words."""

    slug: str
    title: _StrPromise
    text: _StrPromise
    path: str = ""


@dataclass(frozen=True)
class Guide:
    slug: str
    title: _StrPromise
    takes: _StrPromise
    lead: _StrPromise
    lines: tuple[Line, ...]


INSTALL = Guide(
    "install-sales-insight",
    _("Install Sales Insight"),
    _("the package in Salesforce, 10 minutes"),
    _("Sales Insight shows people’s activities beside their Salesforce records. It is a package from AppExchange."),
    (
        Line(
            "get",
            _("Get the package"),
            _("Open Marketo Sales Insight on AppExchange, press “Get It Now” and sign in as an administrator."),
            "AppExchange › Marketo Sales Insight › Get It Now",
        ),
        Line(
            "where",
            _("Choose where to install it"),
            _("“Install in Production”, or “Install in Sandbox” for a sandbox. Accept the terms, then confirm."),
            "Install in Production › Confirm and Install",
        ),
        Line(
            "whom",
            _("Choose for whom"),
            _("“Install for Admins Only” is the careful way; grant it to others later. A mail says when it is done."),
            "Install for Admins Only",
        ),
        Line(
            "check",
            _("Check that it is there"),
            _("“Marketo Sales Insight” stands in the list of packages."),
            "Setup › Installed Packages",
        ),
        Line(
            "deployed",
            _("Check that its objects are deployed"),
            _("Each object of the package says “Deployed”. If not: Edit, Deployment Status, Deployed."),
            "Setup › Create › Objects",
        ),
    ),
)
CONFIGURE = Guide(
    "configure-sales-insight",
    _("Configure Sales Insight (Professional)"),
    _("20 minutes; the same in Enterprise Edition"),
    _("After the package is installed: let it talk to the marketing system, and put it on the page layouts."),
    (
        Line(
            "key",
            _("Make the API secret key"),
            _("In the marketing system: a secret key without the sign &. Keep its page open, you need the addresses."),
            "Admin › Sales Insight › Edit API Configuration",
        ),
        Line(
            "sites",
            _("Allow the two addresses"),
            _("Two entries: one with the SOAP address, one with the REST address of the page before."),
            "Setup › Remote Site Settings › New Remote Site",
        ),
        Line(
            "read",
            _("Let its users read"),
            _("Read on Lead, Contact, Account and Opportunity in each profile that will use it."),
            "Setup › Profiles › Object Settings",
        ),
        Line(
            "layouts",
            _("Put it on the page layouts"),
            _(
                "Lead, Contact, Account, Opportunity: a new section of one column named “Marketo Sales Insight”, with"
                " the Visualforce block of the object’s name, 450 pixels high; 410 for Account and Opportunity."
            ),
            "Setup › Object Manager › Page Layouts",
        ),
        Line(
            "fields",
            _("Add its fields to Lead and Contact"),
            _("Engagement, Relative Score Value, Urgency Value, Last Interesting Moment Date, Desc, Source and Type."),
            "Setup › Object Manager › Page Layouts",
        ),
        Line(
            "conversion",
            _("Keep them through conversion"),
            _("Map each of the seven lead fields to the contact field of the same name."),
            "Setup › Object Manager › Lead › Map Lead Fields",
        ),
        Line(
            "credentials",
            _("Paste the credentials and test them"),
            _("SOAP and REST, then run the diagnostics. What fails there is mostly a field missing on a layout."),
            "Marketo Sales Insight Config",
        ),
    ),
)
GUIDES = {guide.slug: guide for guide in (INSTALL, CONFIGURE)}


@dataclass(frozen=True)
class Progress:
    """How far somebody is with a guide."""

    guide: Guide
    ticked: frozenset[str]

    @property
    def is_done(self) -> bool:
        return len(self.ticked) == len(self.guide.lines)


def of(instance: Instance) -> list[Progress]:
    return [one(instance, guide) for guide in GUIDES.values()]


def one(instance: Instance, guide: Guide) -> Progress:
    known = {line.slug for line in guide.lines}
    ticked = GuideTick.objects.of(instance).filter(guide=guide.slug, line__in=known)
    return Progress(guide, frozenset(ticked.values_list("line", flat=True)))

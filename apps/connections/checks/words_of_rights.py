"""The words of the checks of objects, fields and layouts, as English sources."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks.entry import Words

WORDS: dict[str, Words] = {
    "object-rights": Words(
        group="objects",
        title=_("Rights on %(object)s"),
        wrong=_("Rights on %(object)s are missing"),
        without=_("%(object)s cannot be synced."),
        fix=_(
            "Setup › Profiles › %(profile)s › Edit › Standard Object Permissions: tick %(rights)s for %(object)s, Save."
        ),
        fix_professional=_(
            "Give the sync user the profile “System Administrator”: Setup › Users › the sync user › Edit › Profile, "
            "Save."
        ),
        look=_("Setup › Profiles › %(profile)s › Standard Object Permissions › %(object)s"),
        page="profile",
    ),
    "required-fields": Words(
        group="objects",
        title=_("Required fields of %(object)s"),
        wrong=_("Fields of %(object)s are hidden or read-only"),
        without=_("Each sync of %(object)s would end with “required field missing”."),
        fix=_(
            "Setup › Profiles › %(profile)s › Field-Level Security › %(object)s › View › Edit: tick %(ticks)s for "
            "%(names)s, Save."
        ),
        fix_professional=_("Setup › Page Layouts › %(object)s › Edit: drag %(names)s onto the layout, Save."),
        look=_("Setup › Profiles › %(profile)s › Field-Level Security › %(object)s"),
        page="{object}_fields",
    ),
    "mapped-fields": Words(
        group="objects",
        title=_("Mapped fields of %(object)s"),
        wrong=_("Fields that the mapping uses are hidden or read-only on %(object)s"),
        without=_("A hidden field that the sync asks for stops it; one that it would ask for stays empty."),
        fix=_(
            "Setup › Profiles › %(profile)s › Field-Level Security › %(object)s › View › Edit: tick %(ticks)s for "
            "%(names)s, Save. Or discover the fields again: what is hidden is then left out."
        ),
        fix_professional=_(
            "Setup › Page Layouts › %(object)s › Edit: drag %(names)s onto the layout, Save. Or discover the fields "
            "again: what is hidden is then left out."
        ),
        page="{object}_fields",
    ),
    "account-type": Words(
        group="objects",
        title=_("Account › Type"),
        wrong=_("The field Type of accounts is hidden"),
        without=_("Marketing cannot tell customers from prospects by it. The sync itself works without."),
        fix=_(
            "Setup › Profiles › %(profile)s › Field-Level Security › Account › View › Edit: tick Read Access for Type, "
            "Save."
        ),
        fix_professional=_("Setup › Page Layouts › Account › Edit: drag Type onto the layout, Save."),
        page="account_fields",
    ),
    "activity-fields": Words(
        group="objects",
        title=_("All fields of %(object)s"),
        wrong=_("Fields of %(object)s are hidden"),
        without=_("These columns stay empty. The sync itself works without them."),
        fix=_(
            "Setup › Profiles › %(profile)s › Field-Level Security › %(object)s › View › Edit: tick Read Access for "
            "%(names)s, Save."
        ),
        fix_professional=_("Setup › Page Layouts › %(object)s › Edit: drag %(names)s onto the layout, Save."),
        page="{object}_fields",
    ),
    "page-layouts": Words(
        group="objects",
        title=_("Page layouts of %(object)s"),
        wrong=_("Fields are not on every page layout of %(object)s"),
        without=_("On Professional Edition a field that is not on the layout can be neither read nor written."),
        fix=_("Setup › Page Layouts › %(object)s › Edit: drag %(names)s into the section “Marketo”, Save."),
        look=_("Setup › Object Manager › %(object)s › Page Layouts"),
        page="{object}_layouts",
    ),
    "marketing-fields": Words(
        group="marketing",
        title=_("Marketing fields on %(object)s"),
        wrong=_("Recommended marketing fields on %(object)s are missing or not as they should be"),
        without=_("Sales does not see score and acquisition in Salesforce. The sync itself works without them."),
        fix=_(
            "Follow step 2, or let Gangway create them there. Then give the profile %(profile)s Read Access and Edit "
            "Access: %(names)s."
        ),
        fix_professional=_(
            "Follow step 2, or let Gangway create them there; then put them on the page layout: %(names)s."
        ),
        look=_("Setup › Object Manager › %(object)s › Fields & Relationships"),
        page="{object}_fields",
    ),
    "lead-conversion": Words(
        group="marketing",
        title=_("Lead conversion"),
        wrong=_("Nobody has looked whether the marketing fields survive lead conversion"),
        without=_("When sales converts a lead, its score and acquisition would not follow it to the contact."),
        fix=_(
            "Setup › Object Manager › Lead › Fields & Relationships › Map Lead Fields: map each marketing field to the "
            "contact field of the same name, Save."
        ),
        look=_("Setup › Object Manager › Lead › Fields & Relationships › Map Lead Fields"),
        page="lead_fields",
    ),
}

"""Words for what stands in the way of choosing, creating and mapping fields."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.mapping import errors as mapping
from apps.marketing import errors as marketing
from apps.onboarding.problems.entry import Entry

YOU = _("You")
US = _("Gangway's support desk")

WORDS: dict[type[Exception], Entry] = {
    mapping.MappingError: Entry(
        "mapping-refused",
        "customer",
        what=_("The mapping cannot be changed like this"),
        fix=_("Look at steps 8 to 10."),
        who=YOU,
    ),
    mapping.NothingDescribed: Entry(
        "nothing-described",
        "customer",
        what=_("The fields are not known yet"),
        cause=_("Gangway has not read them from Salesforce."),
        fix=_("Start step 7, Discover fields."),
        who=YOU,
    ),
    mapping.CountDiffers: Entry(
        "count-differs",
        "customer",
        what=_("%(typed)s is not the number on the list"),
        cause=_("The number on the list is %(count)s. Nothing was created."),
        fix=_("Read the list, then type %(count)s."),
        who=YOU,
    ),
    mapping.ListChanged: Entry(
        "list-changed",
        "customer",
        what=_("The list has changed since you opened the page"),
        cause=_("Somebody chose other fields meanwhile. Nothing was created."),
        fix=_("Read the new list of %(count)s columns and confirm that one."),
        who=YOU,
    ),
    mapping.SchemaMoved: Entry(
        "schema-moved",
        "customer",
        what=_("Salesforce changed once more since you opened the page"),
        cause=_("Or somebody decided something else meanwhile. Nothing was taken over."),
        fix=_("Read the changes as they are now, and take those over."),
        who=YOU,
    ),
    mapping.ListOpen: Entry(
        "list-open",
        "customer",
        what=_("An accepted list of fields is being created"),
        cause=_("It names fields as they were. Nothing was taken over."),
        fix=_("Let step 9 finish, then take the changes over."),
        who=YOU,
    ),
    mapping.NothingAccepted: Entry(
        "nothing-accepted",
        "customer",
        what=_("Nobody has accepted the list of fields yet"),
        cause=_("Fields are permanent, so a person types their number first."),
        fix=_("Open step 9, read the list, and type its number."),
        who=YOU,
    ),
    mapping.MappingLocked: Entry(
        "mapping-locked",
        "customer",
        what=_("The mappings are locked"),
        cause=_("The initial sync was started; a change now would leave records that were loaded in two ways."),
        fix=_("Nothing was changed. After the initial sync a mapping changes by remapping only."),
        who=YOU,
    ),
    mapping.FixedMapping: Entry(
        "fixed-mapping",
        "customer",
        what=_("The mapping of %(field)s is fixed"),
        cause=_("Standard fields always mean the same; only custom fields can be paired or parted."),
        fix=_("Leave it as it is, or choose a custom field."),
        who=YOU,
    ),
    mapping.NotPaired: Entry(
        "not-paired",
        "customer",
        what=_("%(field)s is not a pair"),
        cause=_("Only one Salesforce object feeds it, so there is nothing to break. Perhaps a colleague was faster."),
        fix=_("Open the page again to see how it stands."),
        who=YOU,
    ),
    mapping.TypesDiffer: Entry(
        "types-differ",
        "customer",
        what=_("%(one)s and %(other)s do not fit into one field"),
        cause=_("Their values are of different types, and neither field is text, which would hold both."),
        fix=_("Keep two fields, or change the type of one in Salesforce and discover the fields again."),
        who=YOU,
    ),
    mapping.NothingAsked: Entry(
        "nothing-asked",
        "customer",
        what=_("Nothing waits for an approval"),
        cause=_("Perhaps a colleague was faster."),
        fix=_("Open the page again to see how it stands."),
        who=YOU,
    ),
    mapping.SamePerson: Entry(
        "same-person",
        "customer",
        what=_("You finished these mappings yourself"),
        cause=_("This instance wants a second person to approve them."),
        fix=_("Ask another owner, admin or operator of the agency."),
        who=YOU,
    ),
    mapping.MappingsChanged: Entry(
        "mappings-changed",
        "customer",
        what=_("The mappings have changed since the approval was asked for"),
        cause=_("An approval counts for exactly what was finished. Nothing was approved."),
        fix=_("Look at them again and finish them anew."),
        who=YOU,
    ),
    mapping.PullFailed: Entry(
        "pull-failed",
        "customer",
        what=_("Salesforce could not prepare the e-mail addresses of %(object)s"),
        cause=_("The Bulk job ended without a result."),
        fix=_("Try again. If it happens twice, show Salesforce’s own words to the Salesforce administrator."),
        who=_("Salesforce administrator"),
    ),
    marketing.MarketingError: Entry(
        "marketing-refused",
        "ours",
        what=_("The marketing database did not take it"),
        cause=_("This is a fault in Gangway, not in your Salesforce org and not in anything you did."),
        fix=_("Nothing was created. The support desk sees it with all details."),
        who=US,
    ),
    marketing.FieldExists: Entry(
        "field-exists",
        "customer",
        what=_("A column of that name exists already: %(names)s"),
        cause=_("Somebody created it since the list was drawn up. Nothing was created now."),
        fix=_("Open step 9 again: the list takes another name, or uses the column that is there."),
        who=YOU,
    ),
    marketing.TooManyColumns: Entry(
        "too-many-columns",
        "customer",
        what=_("That is more than a table can hold"),
        cause=_(
            "A PostgreSQL table has at most %(most)s columns; there is room for %(room)s more. Nothing was created."
        ),
        fix=_("Leave out fields in step 8, for example those that are hardly filled."),
        who=YOU,
    ),
    marketing.CreatedDiffers: Entry(
        "created-differs",
        "ours",
        what=_("The database does not have exactly what was accepted"),
        cause=_("The proof after creating failed, so Gangway stopped."),
        fix=_("The support desk sees it with all details. The accepted list is kept."),
        who=US,
    ),
    marketing.UnknownPlacement: Entry(
        "unknown-placement",
        "ours",
        what=_("Gangway does not know where this instance’s database lives"),
        cause=_("The portal’s settings do not name its placement."),
        fix=_("The support desk adds the placement; nothing is lost."),
        who=US,
    ),
}

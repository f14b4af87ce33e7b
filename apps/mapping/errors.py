"""What mapping may refuse; all of it the customer's turn.

MappingError
|- NothingDescribed   the fields were not discovered yet
|- CountDiffers       the typed number is not the number of columns on the list
|- ListChanged        the list is no longer the one that was shown
|- SchemaMoved        Salesforce changed once more since its changes were shown
|- ListOpen           an accepted list is not carried out yet, so the names on it stay as they are
|- NothingAccepted    there is no accepted list to carry out
|- MappingLocked      the initial sync was started: mappings change by remapping only
|- FixedMapping       a standard field's mapping can't be broken or paired
|- NotPaired          the field has no partner to be parted from
|- TypesDiffer        two fields whose values don't fit into one column
|- NothingAsked       nobody waits for a second person's answer, or it was given
|- SamePerson         whoever finished the mappings can't approve them too
|- MappingsChanged    they are no longer as they were when the approval was asked for
`- PullFailed         Salesforce could not prepare the e-mail addresses for the preview of duplicates
"""

from __future__ import annotations

from typing import Any


class MappingError(Exception):
    """``data`` may be shown to a customer."""

    def __init__(self, **data: Any) -> None:
        super().__init__(type(self).__name__, data)
        self.data = data


class NothingDescribed(MappingError):
    pass


class CountDiffers(MappingError):
    """``data``: typed, count."""


class ListChanged(MappingError):
    """``data``: count of the list as it is now."""


class SchemaMoved(MappingError):
    pass


class ListOpen(MappingError):
    pass


class NothingAccepted(MappingError):
    pass


class MappingLocked(MappingError):
    pass


class FixedMapping(MappingError):
    """``data``: field."""


class NotPaired(MappingError):
    """``data``: field."""


class TypesDiffer(MappingError):
    """``data``: one, other, each a field's name."""


class NothingAsked(MappingError):
    pass


class SamePerson(MappingError):
    pass


class MappingsChanged(MappingError):
    pass


class PullFailed(MappingError):
    """``data``: object, and seen: Salesforce's own words."""

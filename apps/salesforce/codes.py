"""Which of our errors stands for which of Salesforce's error codes."""

from __future__ import annotations

from http import HTTPStatus

from apps.salesforce.errors import (
    ApiDisabled,
    CursorGone,
    GrantEnded,
    LimitReached,
    NotFound,
    NotReady,
    ObjectNotSupported,
    Outage,
    PasswordExpired,
    QueryRefused,
    RecordRefused,
    Refusal,
    RightMissing,
    RowLocked,
    SalesforceError,
    ServerBusy,
    SessionExpired,
    TimedOut,
    VersionRetired,
)

CLASSES: dict[type[SalesforceError], tuple[str, ...]] = {
    SessionExpired: ("INVALID_SESSION_ID", "INVALID_AUTH_HEADER"),
    PasswordExpired: ("INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "PASSWORD_EXPIRED"),
    ApiDisabled: ("API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"),
    RightMissing: (
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "FUNCTIONALITY_NOT_ENABLED",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "TXN_SECURITY_METERING_ERROR",
        "FORBIDDEN",
    ),
    QueryRefused: (
        "INVALID_FIELD",
        "INVALID_TYPE",
        "MALFORMED_QUERY",
        "MALFORMED_ID",
        "INVALID_QUERY_FILTER_OPERATOR",
        "NUMBER_OUTSIDE_VALID_RANGE",
        "EXCEEDED_ID_LIMIT",
        "INVALID_REPLICATION_DATE",
    ),
    ObjectNotSupported: ("INVALIDENTITY", "INVALID_ENTITY"),
    RecordRefused: (
        "REQUIRED_FIELD_MISSING",
        "INVALID_EMAIL_ADDRESS",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "DUPLICATE_VALUE",
        "DUPLICATES_DETECTED",
        "INVALID_CROSS_REFERENCE_KEY",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "STRING_TOO_LONG",
        "FIELD_INTEGRITY_EXCEPTION",
        "FIELD_FILTER_VALIDATION_EXCEPTION",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "CANNOT_UPDATE_CONVERTED_LEAD",
        "STORAGE_LIMIT_EXCEEDED",
        "INACTIVE_OWNER_OR_USER",
        "ENTITY_IS_LOCKED",
        "JSON_PARSER_ERROR",
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    ),
    NotFound: ("NOT_FOUND", "ENTITY_IS_DELETED", "INVALIDJOB"),
    VersionRetired: ("UNSUPPORTED_API_VERSION", "InvalidVersion"),
    TimedOut: ("QUERY_TIMEOUT",),
    ServerBusy: ("SERVER_UNAVAILABLE", "ORG_IN_MAINTENANCE", "UNKNOWN_EXCEPTION"),
    LimitReached: ("REQUEST_LIMIT_EXCEEDED", "LIMIT_EXCEEDED", "rate_limit_exceeded"),
    RowLocked: ("UNABLE_TO_LOCK_ROW",),
    CursorGone: ("INVALID_QUERY_LOCATOR",),
    NotReady: ("INVALIDJOBSTATE",),
}
BY_CODE = {code: kind for kind, codes in CLASSES.items() for code in codes}
BY_STATUS: dict[int, type[SalesforceError]] = {
    401: SessionExpired,
    403: RightMissing,
    404: NotFound,
    406: ServerBusy,
    408: TimedOut,
    410: VersionRetired,
    420: ServerBusy,
    429: ServerBusy,
}
# simple words in messages decide where Salesforce uses one code for several things
BY_WORDS: tuple[tuple[str, type[SalesforceError]], ...] = (
    ("not valid for use with", RightMissing),
    ("Selecting compound data not supported", ObjectNotSupported),
    ("is not supported by the Bulk API", ObjectNotSupported),
    ("does not support query", ObjectNotSupported),
    ("Implementation restriction", RightMissing),
    ("Max bulk v2 query result size", LimitReached),
    ("expired access/refresh token", GrantEnded),
)


def error(code: str, message: str, status: int, otherwise: type[SalesforceError] | None = None) -> SalesforceError:
    """The error for a code; `otherwise` (default: by HTTP status) for a code nobody has met yet."""
    for words, kind in BY_WORDS:
        if words in message:
            return kind(code, message, status)
    return (BY_CODE.get(code) or otherwise or _by_status(status))(code, message, status)


def _by_status(status: int) -> type[SalesforceError]:
    return BY_STATUS.get(status) or (Outage if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Refusal)

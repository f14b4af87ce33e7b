"""How a Salesforce org says no: a status, a code and words, written as each interface writes them."""

from __future__ import annotations

from typing import Any

_REFERENCE = "Please reference your WSDL or the describe call for the appropriate names."
FIELD_HINT = (
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
    + _REFERENCE
)
OBJECT_HINT = (
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. " + _REFERENCE
)
RELATIONSHIP_HINT = (
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship "
    "name. " + _REFERENCE
)

SESSION_OVER = "Session expired or invalid"


class Refusal(Exception):
    """`fields` is None where the real reply leaves the key out."""

    def __init__(
        self, code: str, message: str, *, status: int = 400, fields: list[str] | None = None, code_first: bool = False
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields
        self.code_first = code_first

    def body(self) -> list[dict[str, Any]]:
        entry: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        if self.code_first:
            entry = {"errorCode": self.code, "message": self.message}
        if self.fields is not None:
            entry["fields"] = self.fields
        return [entry]

    def row(self) -> dict[str, Any]:
        """The error of one row among many."""
        return {"statusCode": self.code, "message": self.message, "fields": self.fields or []}


def in_row(refusal: Refusal) -> dict[str, Any]:
    """A row has no address to be missing at: an unknown id is a reference to nothing."""
    if refusal.code == "NOT_FOUND":
        return Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[]).row()
    return refusal.row()


def not_found() -> Refusal:
    return Refusal("NOT_FOUND", "The requested resource does not exist", status=404, code_first=True)


def invalid_session() -> Refusal:
    return Refusal("INVALID_SESSION_ID", SESSION_OVER, status=401)


def no_api_scope() -> Refusal:
    return Refusal("INVALID_SESSION_ID", "This session is not valid for use with the REST API", status=401)


def api_disabled() -> Refusal:
    return Refusal("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.", status=403)


def limit_exceeded() -> Refusal:
    return Refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", status=403)

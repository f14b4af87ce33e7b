"""An OAuth refusal: HTTP 400 with a code and a description, word for word those of the real one."""

from __future__ import annotations


class OAuthRefusal(Exception):
    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status

    def body(self) -> dict[str, str]:
        return {"error": self.error, "error_description": self.description}


def invalid_grant(description: str) -> OAuthRefusal:
    return OAuthRefusal("invalid_grant", description)


def missing(parameter: str) -> OAuthRefusal:
    return OAuthRefusal("invalid_request", f"missing required parameter: {parameter}")


def unknown_client() -> OAuthRefusal:
    return OAuthRefusal("invalid_client_id", "client identifier invalid")


def not_approved() -> OAuthRefusal:
    return OAuthRefusal("invalid_app_access", "user is not admin approved to access this app")


def not_installed() -> OAuthRefusal:
    return OAuthRefusal("OAUTH_EC_APP_NOT_FOUND", "External client app is not installed in this org")


def blocked() -> OAuthRefusal:
    return OAuthRefusal("OAUTH_APP_BLOCKED", "this app is blocked by admin")

"""What a trainer can switch about signing in: policies of the org, settings of its app, troubles of its login."""

from __future__ import annotations

from dataclasses import dataclass, field

SCOPES = (
    "api",
    "refresh_token",
    "offline_access",
    "id",
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "web",
    "full",
    "chatter_api",
    "custom_permissions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Ranges are written as 203.0.113.0/24; `login_hours` are two hours of the day, [9, 17].

    `login_trouble` is the code of a fault that SOAP login() answers with, whoever asks.
    """

    org_is_active: bool = True
    login_trouble: str = ""
    session_seconds: int = 2 * 60 * 60
    logins_per_hour: int = 3_600
    lockout_after: int = 10
    tells_lockout: bool = False
    trusted_ranges: list[str] = field(default_factory=list)
    login_ranges: list[str] = field(default_factory=list)
    login_hours: list[int] = field(default_factory=list)
    my_domain_only: bool = False
    password_flow: bool = False

    requires_pkce: bool = True
    requires_secret: bool = True
    rotates_refresh_tokens: bool = False
    code_seconds: int = 15 * 60
    idle_seconds: float = 0
    app_is_known: bool = True
    app_is_installed: bool = True
    app_is_blocked: bool = False
    admin_approved_only: bool = False
    user_is_approved: bool = True
    relaxes_ip: bool = False
    has_run_as_user: bool = True
    device_flow: bool = True
    certificate: str = ""
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))

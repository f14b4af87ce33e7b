"""How the SOAP interface says no: a fault with a code, words, and the kind of fault that the WSDL gives it."""

from __future__ import annotations

INVALID = "Invalid username, password, security token; or user locked out."
NEW_PLACE = (
    INVALID
    + " Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside "
    "of your company's trusted networks, you must add a security token to your password to log in."
)
SOAP_OFF = (
    "SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login()."
)
LOGIN_WORDS = {
    "INVALID_LOGIN": INVALID,
    "LOGIN_MUST_USE_SECURITY_TOKEN": NEW_PLACE,
    "PASSWORD_LOCKOUT": "user password lockout",
    "LOGIN_DURING_RESTRICTED_DOMAIN": "cannot log in from current domain",
    "LOGIN_DURING_RESTRICTED_TIME": "cannot log in during restricted time",
    "LOGIN_CHALLENGE_ISSUED": "Identity verification was sent to the user; try again when it is done.",
    "LOGIN_CHALLENGE_PENDING": "Identity verification of the user is pending.",
    "API_DISABLED_FOR_ORG": "API is not enabled for this Organization or Partner",
    "API_CURRENTLY_DISABLED": "API is currently disabled for this User",
    "ORG_LOCKED": "organization is locked",
    "TRIAL_EXPIRED": "trial expired",
    "ORG_IN_MAINTENANCE": "organization is in maintenance",
    "ORG_NOT_OWNED_BY_INSTANCE": "organization is not owned by this instance",
    "INVALID_SSO_GATEWAY_URL": "invalid single sign-on gateway url",
    "INVALID_CLIENT": "client is invalid",
    "CLIENT_NOT_ACCESSIBLE_FOR_USER": "The current user does not have permission to access the specified client.",
    "SERVER_UNAVAILABLE": "We are unable to service your request at this time.",
    "REQUEST_LIMIT_EXCEEDED": "login rate exceeded",
}


class Fault(Exception):
    def __init__(self, code: str, message: str, kind: str = "UnexpectedErrorFault") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.kind = kind


def of_login(code: str) -> Fault:
    return Fault(code, LOGIN_WORDS[code], "LoginFault")


def illegal_session() -> Fault:
    return Fault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session")


def expired_password() -> Fault:
    words = "The users password has expired, you must call SetPassword before attempting any other API operations"
    return Fault("INVALID_OPERATION_WITH_EXPIRED_PASSWORD", words)

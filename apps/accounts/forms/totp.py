"""Sets up the second step; the secret waits encrypted in the session, too, until its first code is given."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

from apps.tenants import encryption


class SealedActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # sessions rest in a table, and the parent reads and writes them plain; only what is left there is saved
        session = context.request.session
        if session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = encryption.decrypt(session[SECRET_SESSION_KEY])
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = encryption.encrypt(self.secret)

"""The keys of second factors rotate with all others."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command

from tests import makers


@pytest.mark.django_db
class TestRotateFieldKeys:
    def test_writes_totp_secrets_anew_and_they_still_read(self, settings):
        secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
        row = Authenticator.objects.create(
            user=makers.PersonMaker(), type=Authenticator.Type.TOTP, data={"secret": secret}
        )
        settings.FIELD_KEYS = [f"fresh:{Fernet.generate_key().decode()}", *settings.FIELD_KEYS]

        call_command("rotate_field_keys")

        row.refresh_from_db()
        assert row.data["secret"].startswith("fresh:")
        assert get_adapter().decrypt(row.data["secret"]) == "JBSWY3DPEHPK3PXP"

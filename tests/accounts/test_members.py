"""The members of an agency: inviting, roles, leaving, and the owner who must stay."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from apps.accounts.models import Membership, User
from apps.timeline.models import AgencyEvent
from tests import makers
from tests.makers import PASSWORD


@pytest.fixture
def base(cast):
    return f"/agencies/{cast.agency.key}/members/"


def role_of(cast, who):
    return Membership.objects.filter(agency=cast.agency, user=getattr(cast, who)).values_list("role", flat=True).first()


def pk_of(cast, who):
    return Membership.objects.get(agency=cast.agency, user=getattr(cast, who)).pk


class TestInvite:
    def test_makes_an_account_whose_password_the_letter_sets(self, cast, base):
        cast.browser("admin").post(f"{base}invite/", {"email": "New@Halden.example", "role": "operator"})

        newcomer = User.objects.get(email="new@halden.example")
        assert not newcomer.has_usable_password()
        link = re.search(r"http://[^\s]+", mail.outbox[-1].body)[0]
        browser = Client()
        form = browser.get("/" + link.split("/", 3)[3], follow=True)
        browser.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
        answer = Client().post("/accounts/login/", {"login": "new@halden.example", "password": PASSWORD})

        assert answer.url == "/"
        assert EmailAddress.objects.get(user=newcomer).verified

    def test_adds_a_person_who_has_an_account(self, cast, base):
        cast.browser("owner").post(f"{base}invite/", {"email": "stranger@else.example", "role": "viewer"})

        assert role_of(cast, "stranger") == "viewer"
        assert "Sign in with the password that you have" in mail.outbox[-1].body
        assert "Your role: Viewer." in mail.outbox[-1].body

    def test_trusts_no_password_of_somebody_who_has_not_shown_that_the_mailbox_is_theirs(self, cast, base):
        Client().post("/accounts/signup/", {"email": "victim@halden.example", "password1": PASSWORD})
        confirmation = re.search(r"http://[^\s]+", mail.outbox[-1].body)[0]

        cast.browser("admin").post(f"{base}invite/", {"email": "victim@halden.example", "role": "operator"})
        Client().post("/" + confirmation.split("/", 3)[3])
        answer = Client().post("/accounts/login/", {"login": "victim@halden.example", "password": PASSWORD})

        assert "/accounts/password/reset/key/" in mail.outbox[-1].body
        assert answer.status_code == 200

    def test_writes_it_on_the_agencys_timeline(self, cast, base):
        cast.browser("admin").post(f"{base}invite/", {"email": "new@halden.example", "role": "operator"})

        assert AgencyEvent.objects.get().sentence == "Admin invited new@halden.example as Operator."

    @pytest.mark.parametrize(
        ("who", "told", "status"),
        [
            ("operator", {"email": "new@halden.example", "role": "viewer"}, 403),
            ("support", {"email": "new@halden.example", "role": "viewer"}, 403),
            ("stranger", {"email": "new@halden.example", "role": "viewer"}, 404),
            ("admin", {"email": "new@halden.example", "role": "owner"}, 422),
            ("admin", {"email": "no address", "role": "viewer"}, 422),
            ("admin", {"email": "viewer@halden.example", "role": "admin"}, 422),
        ],
    )
    def test_refuses(self, cast, base, who, told, status):
        answer = cast.browser(who).post(f"{base}invite/", told)

        assert answer.status_code == status
        assert Membership.objects.filter(agency=cast.agency).count() == 4
        assert not mail.outbox


class TestChangeRole:
    def change(self, cast, base, who, whom, role):
        return cast.browser(who).post(f"{base}{pk_of(cast, whom)}/role/", {"role": role}).status_code

    def test_is_done_by_admins_up_to_their_own_height(self, cast, base):
        assert self.change(cast, base, "admin", "viewer", "admin") == 302
        assert role_of(cast, "viewer") == "admin"
        assert self.change(cast, base, "admin", "operator", "owner") == 403
        assert role_of(cast, "operator") == "operator"

    def test_of_an_owner_is_an_owners_to_change(self, cast, base):
        assert self.change(cast, base, "admin", "owner", "viewer") == 403

    def test_leaves_the_last_owner_in_place(self, cast, base):
        self.change(cast, base, "owner", "owner", "viewer")

        assert role_of(cast, "owner") == "owner"

    def test_lets_an_owner_go_when_there_is_another(self, cast, base):
        self.change(cast, base, "owner", "admin", "owner")

        self.change(cast, base, "owner", "owner", "viewer")

        assert (role_of(cast, "owner"), role_of(cast, "admin")) == ("viewer", "owner")

    def test_does_not_know_members_of_other_agencies(self, cast, base):
        other = Membership.objects.get(user=cast.stranger).pk

        assert cast.browser("owner").post(f"{base}{other}/role/", {"role": "viewer"}).status_code == 404

    def test_refuses_a_role_that_is_none(self, cast, base):
        assert self.change(cast, base, "owner", "viewer", "emperor") == 403


class TestRemove:
    def remove(self, cast, base, who, whom):
        return cast.browser(who).post(f"{base}{pk_of(cast, whom)}/remove/").status_code

    def test_takes_the_access_away_at_once(self, cast, base):
        browser = cast.browser("viewer")

        assert self.remove(cast, base, "admin", "viewer") == 302
        assert browser.get(f"/instances/{cast.instance.key}/").status_code == 404

    def test_lets_everybody_leave(self, cast, base):
        assert self.remove(cast, base, "viewer", "viewer") == 302
        assert role_of(cast, "viewer") is None
        assert AgencyEvent.objects.get().sentence == "Viewer left."

    def test_is_refused_to_those_who_may_not(self, cast, base):
        assert self.remove(cast, base, "operator", "viewer") == 403
        assert self.remove(cast, base, "admin", "owner") == 403

    def test_keeps_the_last_owner(self, cast, base):
        self.remove(cast, base, "owner", "owner")

        assert role_of(cast, "owner") == "owner"


class TestMembersPage:
    def test_offers_only_what_the_viewer_may_do(self, cast, base):
        seen = {who: cast.browser(who).get(base).content.decode() for who in ("owner", "admin", "viewer")}

        assert "Invite somebody" in seen["admin"]
        assert "Invite somebody" not in seen["viewer"]
        assert 'value="owner"' in seen["owner"]
        assert 'value="owner"' not in seen["admin"]


class TestProfile:
    def test_keeps_name_language_and_zone(self, db):
        person = makers.person()
        browser = makers.browser(person)

        browser.post("/profile/", {"name": "Mina Oh", "language": "ko", "time_zone": "Asia/Seoul"})

        person.refresh_from_db()
        assert (person.name, person.language, person.time_zone) == ("Mina Oh", "ko", "Asia/Seoul")
        assert 'lang="ko"' in browser.get("/profile/").content.decode()

    def test_refuses_a_zone_that_is_none(self, db):
        answer = makers.browser(makers.person()).post("/profile/", {"name": "Mina", "time_zone": "Mars/Olympus"})

        assert answer.status_code == 422


class TestTheLanguageSwitch:
    def test_holds_for_a_signed_in_person_who_had_chosen_another(self, db):
        person = makers.person(language="en")
        browser = makers.browser(person)

        browser.post("/i18n/setlang/", {"language": "ko", "next": "/profile/"})

        assert 'lang="ko"' in browser.get("/profile/").content.decode()

    def test_works_for_the_anonymous_by_a_cookie(self, client, db):
        client.post("/i18n/setlang/", {"language": "ko", "next": "/accounts/login/"})

        assert 'lang="ko"' in client.get("/accounts/login/").content.decode()

    def test_does_not_lead_elsewhere(self, client, db):
        answer = client.post("/i18n/setlang/", {"language": "ko", "next": "https://evil.example/"})

        assert "evil" not in answer.url

"""Makes the things that tests need: agencies, people, members, instances, steps, runs, events."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from apps.accounts import passes
from apps.accounts.models import GuestLink, Membership, User
from apps.checklist import following, steps
from apps.checklist.models import Run, Step
from apps.checklist.states import State
from apps.connections.models import Connection
from apps.tenants.models import Agency, Instance

PASSWORD = "a gangway of fourteen planks"


class AgencyMaker(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")
    key = factory.Sequence(lambda n: f"agency_{n}")


class PersonMaker(DjangoModelFactory):
    """A person with a verified address and ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create: bool, extracted: bool | None, **_rest: Any) -> None:
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class MemberMaker(DjangoModelFactory):
    class Meta:
        model = Membership

    agency = factory.SubFactory(AgencyMaker)
    user = factory.SubFactory(PersonMaker)
    role = Membership.Role.OPERATOR


class GuestMaker(DjangoModelFactory):
    """A link that is open for a week, for all four steps that guests do."""

    class Meta:
        model = GuestLink

    name = factory.Sequence(lambda n: f"Guest {n}")
    language = "en"
    steps = factory.LazyFunction(lambda: ["add-fields", "create-sync-user", "connect", "check-sync-user"])
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class InstanceMaker(DjangoModelFactory):
    class Meta:
        model = Instance

    agency = factory.SubFactory(AgencyMaker)
    name = factory.Sequence(lambda n: f"Instance {n}")
    key = factory.Sequence(lambda n: f"instance_{n}")


class StepMaker(DjangoModelFactory):
    class Meta:
        model = Step

    instance = factory.SubFactory(InstanceMaker)
    slug = factory.Sequence(lambda n: f"step-{n}")
    state = State.READY


class RunMaker(DjangoModelFactory):
    class Meta:
        model = Run

    step = factory.SubFactory(StepMaker)
    number = 1


class ConnectionMaker(DjangoModelFactory):
    class Meta:
        model = Connection

    instance = factory.SubFactory(InstanceMaker)
    environment = "production"
    expected_edition = "enterprise"
    login_url = "https://login.salesforce.com"


agency = AgencyMaker.create
connection = ConnectionMaker.create
person = PersonMaker.create
member = MemberMaker.create
guest = GuestMaker.create
instance = InstanceMaker.create
step = StepMaker.create
run = RunMaker.create


def instance_with_checklist(**values: Any) -> Instance:
    """An instance as the portal makes one: every step laid, and the first ones open."""
    made: Instance = instance(**values)
    steps.lay(made)
    following.unlock(made)
    return made


def browser(person: User) -> Client:
    """A test client that is signed in as this person."""
    client = Client()
    client.force_login(person)
    return client


def guest_browser(link: GuestLink) -> Client:
    """A test client that has come in by this link; it sends its cookie to every address."""
    client, answer = Client(), HttpResponse()
    passes.hold(answer, link, "/")
    client.cookies = answer.cookies
    return client

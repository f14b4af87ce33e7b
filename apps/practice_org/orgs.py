"""The orgs that this process plays: their names, editions, sync users and connected apps, all drawn from the seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from apps.practice_org import ids

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ENTERPRISE = "Enterprise Edition"
PROFESSIONAL = "Professional Edition"
UNLIMITED = "Unlimited Edition"
DEVELOPER = "Developer Edition"
LICENCES = 12
# Calls in 24 hours: for the org, and for each licence.
CALLS = {UNLIMITED: (100_000, 5_000), DEVELOPER: (15_000, 0)}
USUAL_CALLS = (100_000, 1_000)
SANDBOX_CALLS = 5_000_000
MOST_RECORDS = 20_000_000  # leads plus contacts; ten times what a large org holds


@dataclass(frozen=True, slots=True)
class SyncUser:
    id: str
    username: str
    password: str
    security_token: str
    first_name: str = "Sync"
    last_name: str = "User"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        """A sandbox puts its name behind user names, not behind mail addresses."""
        return self.username.removesuffix(".full")


@dataclass(frozen=True, slots=True)
class App:
    """The External Client App of the org; `requires_pkce` is a box on its page."""

    name: str
    consumer_key: str
    consumer_secret: str
    callbacks: tuple[str, ...]
    requires_pkce: bool = True


@dataclass(frozen=True, slots=True)
class Org:
    id: str
    name: str
    edition: str
    is_sandbox: bool
    has_api: bool
    soap_login: bool
    custom_kinds: str
    pod: str
    domain: str
    seed: int
    records: int
    user: SyncUser
    admin: SyncUser
    app: App
    kind: Kind
    users: tuple[SyncUser, ...] = field(default=())

    @property
    def daily_calls(self) -> int:
        """What the edition allows in 24 hours, with a dozen licences."""
        if self.is_sandbox and not self.kind.is_scratch:
            return SANDBOX_CALLS
        base, each = CALLS.get(self.edition, USUAL_CALLS)
        return base + each * LICENCES

    @property
    def has_person_accounts(self) -> bool:
        return PERSON_ACCOUNTS in self.custom_kinds

    @property
    def has_currencies(self) -> bool:
        return CURRENCIES in self.custom_kinds

    @property
    def is_junk(self) -> bool:
        return JUNK in self.custom_kinds


# What an org has beyond the standard, by letter: many custom fields or few, the marketing fields, features, junk.
LARGE, SMALL, MARKETING, PERSON_ACCOUNTS, CURRENCIES, JUNK = "E", "P", "M", "A", "C", "J"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of org that can be made: what its edition brings. `records` is how many it has unless somebody says."""

    name: str
    edition: str
    custom_kinds: str
    is_sandbox: bool = False
    has_api: bool = True
    soap_login: bool = True
    trial_days: int = 0
    is_scratch: bool = False
    records: int | None = None


KINDS = {
    "enterprise": Kind("Practice Enterprise", ENTERPRISE, LARGE + MARKETING),
    "professional": Kind("Practice Professional", PROFESSIONAL, SMALL),
    "noapi": Kind("Practice Professional without API", PROFESSIONAL, SMALL, has_api=False),
    "sandbox": Kind("Practice Sandbox", ENTERPRISE, LARGE + MARKETING, is_sandbox=True),
}
# Orgs with a story, made when somebody asks for them.
PERSONAS = {
    "fresh-professional-without-api": Kind("Fresh Professional", PROFESSIONAL, SMALL, has_api=False, records=60),
    "twelve-years-of-junk": Kind("Twelve Years of Junk", UNLIMITED, LARGE + JUNK),
    "sandbox": Kind("Full Copy Sandbox", ENTERPRISE, LARGE + MARKETING, is_sandbox=True),
    "person-accounts": Kind("Person Accounts", ENTERPRISE, LARGE + PERSON_ACCOUNTS),
    "multi-currency": Kind("Three Currencies", ENTERPRISE, LARGE + CURRENCIES),
    "unlimited": Kind("Practice Unlimited", UNLIMITED, LARGE + MARKETING),
    "developer": Kind("Practice Developer", DEVELOPER, SMALL, soap_login=False, records=400),
    "trial": Kind("Practice Trial", ENTERPRISE, SMALL, trial_days=14, records=400),
    "scratch": Kind(
        "Practice Scratch",
        DEVELOPER,
        SMALL,
        is_sandbox=True,
        is_scratch=True,
        soap_login=False,
        trial_days=7,
        records=60,
    ),
}


def make(slug: str, kind: Kind, number: int, *, seed: int, records: int, callbacks: tuple[str, ...]) -> Org:
    """The same seed and slug give the same org, with the same secrets, in every start."""
    pod = ids.DIGITS[1 + seed % 9] + ids.DIGITS[36 + number % 26]
    suffix = ".full" if kind.is_sandbox and not kind.is_scratch else ""
    address = f"{slug}.practice.example{suffix}"
    sync = _user(f"sync.user@{address}", pod, 1, seed, slug)
    admin = _user(f"admin@{address}", pod, 2, seed, slug, first="Alex", last="Admin")
    return Org(
        id=ids.make("00D", pod, 100_000 + number * 977 + seed % 977),
        name=kind.name,
        edition=kind.edition,
        is_sandbox=kind.is_sandbox,
        has_api=kind.has_api,
        soap_login=kind.soap_login,
        custom_kinds=kind.custom_kinds,
        pod=pod,
        domain=f"practice-{slug}",
        seed=seed * 1_000 + number,
        records=records,
        user=sync,
        admin=admin,
        app=App("Gangway Practice", _app_key(seed, slug), _digits(seed, slug, "secret"), callbacks),
        kind=kind,
        users=(sync, admin),
    )


def _user(
    username: str, pod: str, number: int, seed: int, slug: str, first: str = "Sync", last: str = "User"
) -> SyncUser:
    password = f"Practice-{_letters(seed, slug, username, length=6)}-1"
    token = _letters(seed, slug, username, "token", length=24)
    return SyncUser(ids.seeded("005", pod, number), username, password, token, first, last)


def _letters(*parts: object, length: int) -> str:
    digest = hashlib.sha512(":".join(map(str, parts)).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:length])


def _app_key(seed: int, slug: str) -> str:
    return "3MVG9" + _letters(seed, slug, "key", length=60) + _letters(seed, slug, "key2", length=20)


def _digits(seed: int, slug: str, what: str) -> str:
    return hashlib.sha256(f"{seed}:{slug}:{what}".encode()).hexdigest().upper()

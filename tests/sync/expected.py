"""A simple model of the sync: what stands in Salesforce, what stands here, and what a cycle makes of both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

LEAD, CONTACT = "00Q", "003"


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    phone: str | None = None
    has_opted_out: bool = False
    is_deleted: bool = False
    master: str | None = None  # into whom this record was merged
    contact: str | None = None  # that this lead became

    @property
    def is_open(self) -> bool:
        """People can still work with it; converted leads are closed."""
        return not (self.is_deleted or self.contact)


@dataclass
class Expected:
    """Two sides by record Id.

    ``bases`` are what Salesforce had when a phone number was changed here; ``purged`` are the records that left the
    bin as well; ``opted_out`` are addresses, and none is ever forgotten.
    """

    there: dict[str, Person] = field(default_factory=dict)
    here: dict[str, Person] = field(default_factory=dict)
    bases: dict[str, str | None] = field(default_factory=dict)
    purged: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)

    def open_there(self, prefix: str = "") -> list[str]:
        return [each for each, person in self.there.items() if each.startswith(prefix) and person.is_open]

    def open_here(self) -> list[str]:
        return [each for each, person in self.here.items() if person.is_open]

    def in_bin(self) -> list[str]:
        return [each for each, person in self.there.items() if person.is_deleted and each not in self.purged]

    def change_there(self, record_id: str, **values: object) -> None:
        self.there[record_id] = replace(self.there[record_id], **values)

    def call_here(self, record_id: str, phone: str) -> None:
        """A number that is what Salesforce had after all needs no writing."""
        before = self.here[record_id].phone
        base = self.bases.pop(record_id, before)
        if phone not in {before, base} or (phone == before and base != before):
            self.bases[record_id] = base
        self.here[record_id] = replace(self.here[record_id], phone=phone)

    def opt_out_here(self, record_id: str) -> None:
        self.opted_out.add(self.here[record_id].email)

    def cycle(self) -> None:
        kept = {each: person for each, person in self.there.items() if each not in self.purged}
        self.opted_out |= {person.email for person in kept.values() if person.has_opted_out}
        self._follow(kept)
        for record_id, person in kept.items():
            if record_id in self.here or not person.is_deleted:
                self.here[record_id] = self._settled(record_id, person)
        for record_id in self.purged & self.here.keys():
            self.here[record_id] = replace(self.here[record_id], is_deleted=True)

    def _follow(self, kept: dict[str, Person]) -> None:
        """A number that waits for a lead goes to the contact that it became, unless that one has another by now."""
        for record_id in [each for each in self.bases if each in kept and kept[each].contact in kept]:
            lead, contact = kept[record_id], kept[str(kept[record_id].contact)]
            if not contact.is_deleted:
                del self.bases[record_id]
                ours = self.here[record_id].phone
                if contact.phone == lead.phone:
                    kept[str(lead.contact)] = self.there[str(lead.contact)] = replace(contact, phone=ours)

    def _settled(self, record_id: str, person: Person) -> Person:
        """Of two phone numbers the lead's is ours, the contact's is Salesforce's; closed records take no number."""
        if person.is_open:
            person = replace(person, has_opted_out=person.email in self.opted_out)
        if record_id not in self.bases:
            self.there[record_id] = person
            return person
        base, ours = self.bases.pop(record_id), self.here[record_id].phone
        if record_id.startswith(LEAD) or person.phone == base:
            if not person.is_open and ours != person.phone:
                self.bases[record_id] = person.phone
                return replace(person, phone=ours)
            person = replace(person, phone=ours)
        self.there[record_id] = person
        return person

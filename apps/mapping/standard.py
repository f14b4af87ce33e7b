"""The default mapping, word for word: which standard Salesforce field fills which of our fields, and what is always in.

Labels are marketing's own and stay English. A field that is always read (`objects.py`) is not listed here twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from apps.mapping.objects import OBJECTS
from apps.marketing import names

MARKETING_PREFIX = "mkto71_"


@dataclass(frozen=True)
class Standard:
    """``source`` is the API name; ``label`` and ``column`` are ours."""

    source: str
    label: str
    column: str


def _table(lines: str) -> dict[str, Standard]:
    """``source | label``, and ``| column`` where the label would make a misleading one."""
    listed = {}
    for line in lines.strip().splitlines():
        source, label, *column = (part.strip() for part in line.split("|"))
        listed[source] = Standard(source, label, column[0] if column else names.snake(label))
    return listed


LEAD = _table("""
    AnnualRevenue | Annual Revenue
    City | City
    Company | Company Name
    Country | Country
    Description | Person Notes
    Email | Email Address
    Fax | Fax Number
    FirstName | First Name
    HasOptedOutOfEmail | Unsubscribed
    Industry | Industry
    LastName | Last Name
    LeadSource | Source
    mkto71_Lead_Score__c | Score
    MobilePhone | Mobile Phone Number
    NumberOfEmployees | Num Employees
    Phone | Phone Number
    PostalCode | Postal Code
    Rating | Rating
    Salutation | Salutation
    State | State
    Status | Status
    Street | Address
    Title | Job Title
    Website | Website
""")
CONTACT = _table("""
    Birthdate | Date of Birth
    Description | Person Notes
    Email | Email Address
    Fax | Fax Number
    FirstName | First Name
    HasOptedOutOfEmail | Unsubscribed
    LastName | Last Name
    LeadSource | Source
    mkto71_Lead_Score__c | Score
    MailingCity | City
    MailingCountry | Country
    MailingPostalCode | Postal Code
    MailingState | State
    MailingStreet | Address
    MobilePhone | Mobile Phone Number
    Phone | Phone Number
    Salutation | Salutation
    Title | Job Title
""")
# the label of Type is the discriminator's of a person too: the column says whose type it is
ACCOUNT = _table("""
    AnnualRevenue | Annual Revenue
    BillingCity | Billing City
    BillingCountry | Billing Country
    BillingPostalCode | Billing Postal Code
    BillingState | Billing State
    BillingStreet | Billing Address
    Description | Company Notes
    Industry | Industry
    Name | Company Name
    NumberOfEmployees | Num Employees
    Phone | Main Phone
    Sic | SIC Code
    Site | Site
    Type | SFDC Type | account_type
    Website | Website
""")
# no table is published; these are the fields that the sync's own rules name
OPPORTUNITY = _table("""
    Amount | Amount
    CloseDate | Close Date
    IsClosed | Closed | is_closed
    IsPrivate | Private | is_private
    IsWon | Won | is_won
    Name | Opportunity Name | name
    Probability | Close Probability
    StageName | Stage
    Type | Type
""")
BY_OBJECT = {"Lead": LEAD, "Contact": CONTACT, "Account": ACCOUNT, "Opportunity": OPPORTUNITY}

# what the sync can't do without, besides the fixed fields; nobody can leave it out
REQUIRED: dict[str, frozenset[str]] = {
    "Lead": frozenset({"LastName", "Company", "Email", "Status"}),
    "Contact": frozenset({"LastName", "Email"}),
    "Account": frozenset({"Name"}),
    "Opportunity": frozenset({"Name", "StageName", "Probability", "IsClosed", "IsWon", "IsPrivate"}),
}
# the original leaves these out even when it sees them; they are shown, and can't be chosen
_EVERYWHERE = "CreatedById LastActivityDate LastModifiedDate LastModifiedById MasterRecordId SystemModstamp"
_IGNORED = {
    "Account": "Fax Ownership Rating ShippingCity ShippingCountry ShippingPostalCode ShippingState ShippingStreet"
    " TickerSymbol",
    "Contact": "Name AssistantName AssistantPhone HomePhone LastCURequestDate LastCUUpdateDate MailingCity"
    " MailingCountry MailingPostalCode MailingState MailingStreet OtherCity OtherCountry OtherPhone OtherPostalCode"
    " OtherState OtherStreet ReportsToId",
}


def find(object_name: str, source: str) -> Standard | None:
    """The default mapping of a field; the marketing fields of step 2 have one as well."""
    listed = BY_OBJECT.get(object_name, {}).get(source)
    if listed or not is_marketing(object_name, source):
        return listed
    plain = source.removeprefix(MARKETING_PREFIX).removesuffix(names.CUSTOM)
    return Standard(source, plain.replace("_", " "), names.snake(plain))


def is_marketing(object_name: str, source: str) -> bool:
    return object_name in {"Lead", "Contact"} and source.startswith(MARKETING_PREFIX)


def is_fixed(object_name: str, source: str) -> bool:
    return any(source == fixed for fixed, _column in OBJECTS[object_name].fixed)


def is_required(object_name: str, source: str) -> bool:
    return source in REQUIRED.get(object_name, ())


def ignored(object_name: str) -> frozenset[str]:
    """By the original; the default mapping has the last word, and so has what the sync needs."""
    listed = set(f"{_EVERYWHERE} {_IGNORED.get(object_name, '')}".split())
    return frozenset(listed - BY_OBJECT.get(object_name, {}).keys() - REQUIRED.get(object_name, frozenset()))


def is_default(object_name: str, source: str) -> bool:
    """Proposed before anybody has chosen."""
    return is_required(object_name, source) or find(object_name, source) is not None

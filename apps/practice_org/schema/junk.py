"""Custom fields of an org that twelve years of administrators have left: hundreds, and half of them forgotten."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache

from apps.practice_org.schema import tables
from apps.practice_org.schema.field import Field, Value

LETTER = "J"  # of the kinds of custom fields
# How many an object gets beside those that every large org has: 700 on Lead in all.
WANTED = {"Lead": 660, "Contact": 260, "Account": 110}
STEMS = [
    "Budget",
    "Campaign",
    "Channel",
    "Competitor",
    "Contract",
    "Country",
    "Course",
    "Customer",
    "Deal",
    "Demo",
    "Department",
    "Discount",
    "Event",
    "Export",
    "Fair",
    "Follow_Up",
    "Form",
    "Forecast",
    "Funnel",
    "Gift",
    "Grade",
    "Import",
    "Inquiry",
    "Interest",
    "Invoice",
    "Language",
    "Legacy",
    "Letter",
    "License",
    "Mailing",
    "Market",
    "Meeting",
    "Member",
    "Migration",
    "Newsletter",
    "Note",
    "Number",
    "Offer",
    "Partner",
    "Payment",
    "Persona",
    "Plan",
    "Poll",
    "Portal",
    "Priority",
    "Product",
    "Program",
    "Project",
    "Quote",
    "Rank",
    "Reason",
    "Referral",
    "Renewal",
    "Request",
    "Result",
    "Review",
    "Role",
    "Route",
    "Sales",
    "Segment",
    "Seminar",
    "Service",
    "Shop",
    "Stage",
    "Survey",
    "System",
    "Target",
    "Team",
    "Territory",
    "Ticket",
    "Training",
    "Trial",
    "Update",
    "Version",
    "Visit",
    "Voucher",
    "Webinar",
    "Zone",
]
ENDINGS = [
    "Code",
    "Name",
    "Type",
    "Status",
    "Date",
    "Id",
    "Score",
    "Owner",
    "Flag",
    "Text",
    "Amount",
    "Level",
    "Comment",
    "Source",
    "Count",
    "Key",
    "Old",
    "New",
    "Backup",
    "2013",
    "2014",
    "2016",
    "2019",
    "v2",
    "v3",
    "Final",
    "tmp",
    "DE",
    "FR",
    "UK",
    "KR",
    "EMEA",
]
# Managed packages that came and stayed; an empty name is the org's own.
NAMESPACES = ("", "", "", "", "", "pi__", "zi_Insights__", "SBQQ__", "dlrs__", "npsp__", "LeanData__")
# type, size; a type that stands here more often is more frequent.
TYPES = (
    ("string", "255"),
    ("string", "80"),
    ("string", "40"),
    ("string", "18"),
    ("picklist", "255"),
    ("picklist", "255"),
    ("picklist", "255"),
    ("boolean", ""),
    ("boolean", ""),
    ("date", ""),
    ("datetime", ""),
    ("double", "18,0"),
    ("double", "10,2"),
    ("currency", "16,2"),
    ("percent", "5,2"),
    ("email", "80"),
    ("phone", "40"),
    ("url", "255"),
    ("textarea", "255"),
    ("multipicklist", "4099"),
    ("formula", "1300"),
)
CHOICES = (
    "A|B|C|!a|!D (old)",
    "High|Medium|Low|!high|!MEDIUM|!none",
    "Yes|No|!Y|!N|!unknown",
    "2012|2013|2014|!2010|!2011",
    "Hot|Warm|Cold|!Lukewarm|!HOT!!!",
    "Ja|Nein|!Vielleicht|!n/a",
    "Tier 1|Tier 2|Tier 3|!Tier1|!tier 2 ",
)
# Percents of records with a value, forgotten fields and careful ones: three in ten on average.
FILLS = (0, 0, 1, 1, 2, 5, 8, 12, 15, 20, 30, 40, 55, 60, 90, 98)
LONG_EVERY, HELP_EVERY = 37, 9
MOST_LETTERS = 40


@cache
def fields(object_name: str, kinds: str) -> tuple[Field, ...]:
    if LETTER not in kinds:
        return ()
    known = {one.name.lower() for one in tables.custom_fields(object_name, kinds)}
    wanted = WANTED.get(object_name, 0)
    made: dict[str, Field] = {}
    if wanted:
        made = {one.name.lower(): one for one in (_curated(row) for row in tables.rows(tables.HERE / "junk.tsv"))}
    number = 0
    while len(made) < wanted:
        one = _forgotten(object_name, number)
        number += 1
        if one.name.lower() not in known and one.name.lower() not in made:
            made[one.name.lower()] = one
    return tuple(made.values())


def _curated(row: dict[str, str]) -> Field:
    """Labels and names that other programs stumble over."""
    return _field(row["name"], row["label"], row["type"], row["size"], row["values"], _roll(row["name"]))


def _forgotten(object_name: str, number: int) -> Field:
    roll = _roll(f"{object_name} {number}")
    stem, ending = STEMS[roll % len(STEMS)], ENDINGS[roll // 97 % len(ENDINGS)]
    namespace = NAMESPACES[roll // 8_191 % len(NAMESPACES)]
    kind, size = TYPES[roll // 131 % len(TYPES)]
    if number % LONG_EVERY == 0:
        kind, size = "textarea", "32768"
    label = f"{stem} {ending}".replace("_", " ")
    values = CHOICES[roll // 17 % len(CHOICES)] if "picklist" in kind else ""
    return _field(f"{namespace}{stem}_{ending}__c", label[:MOST_LETTERS], kind, size, values, roll)


def _field(name: str, label: str, kind: str, size: str, values: str, roll: int) -> Field:
    if kind == "formula":
        return _formula(name, label)
    row = {"name": name, "label": label, "type": kind, "size": size, "marks": "", "values": values}
    made = tables.custom({**row, "fill": str(FILLS[roll // 1_009 % len(FILLS)]), "formula": "", "sql": ""})
    help_text = {"inlineHelpText": "Do not use. Ask Dave."} if roll % HELP_EVERY == 0 else {}
    lines = {"precision": 4} if kind == "multipicklist" else {}
    plain = {"extraTypeInfo": "plaintextarea"} if kind == "textarea" else {}
    return replace(made, still={**help_text, **lines, **plain}, values=tuple(_trimmed(one) for one in made.values))


def _formula(name: str, label: str) -> Field:
    text, sql = "Name & ' / ' & OwnerId", 'concat_ws(\' / \', "Name", "OwnerId")'
    row = {"name": name, "label": label, "type": "string", "size": "1300", "marks": "calculated", "values": ""}
    return tables.custom({**row, "fill": "0", "formula": text, "sql": sql})


def _trimmed(one: Value) -> Value:
    return replace(one, value=one.value.strip(), label=one.label.strip())


def _roll(text: str) -> int:
    return zlib.crc32(text.encode())

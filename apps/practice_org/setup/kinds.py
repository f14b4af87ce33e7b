"""The types that a custom field can have, by their names in metadata, and what each must and must not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """`describe` is the type that describe replies name; `still` are describe attributes of every such field."""

    describe: str
    needs: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    size: int = 0
    longest: int = 0
    still: dict[str, Any] = field(default_factory=dict)


PLAIN, RICH = {"extraTypeInfo": "plaintextarea"}, {"extraTypeInfo": "richtextarea", "htmlFormatted": True}
NUMBER = ("precision", "scale")
NO_KEY = ("externalId", "unique")

KINDS = {
    "AutoNumber": Kind("string", ("displayFormat",), ("required",), 30, still={"autoNumber": True}),
    "Checkbox": Kind("boolean", (), ("required", *NO_KEY)),
    "Currency": Kind("currency", NUMBER, NO_KEY, 18),
    "Date": Kind("date", (), NO_KEY),
    "DateTime": Kind("datetime", (), NO_KEY),
    "Email": Kind("email", size=80),
    "EncryptedText": Kind("encryptedstring", ("length", "maskChar", "maskType"), NO_KEY, longest=175),
    "Html": Kind("textarea", ("length", "visibleLines"), ("required", *NO_KEY), longest=131_072, still=RICH),
    "Location": Kind("location", ("scale",), NO_KEY),
    "LongTextArea": Kind("textarea", ("length", "visibleLines"), ("required", *NO_KEY), longest=131_072, still=PLAIN),
    "Lookup": Kind("reference", ("referenceTo", "relationshipName"), NO_KEY, 18),
    "MasterDetail": Kind("reference", ("referenceTo", "relationshipName"), ("required", *NO_KEY), 18),
    "MultiselectPicklist": Kind("multipicklist", ("valueSet", "visibleLines"), NO_KEY, 4_099),
    "Number": Kind("double", NUMBER, (), 18),
    "Percent": Kind("percent", NUMBER, NO_KEY, 18),
    "Phone": Kind("phone", (), NO_KEY, 40),
    "Picklist": Kind("picklist", ("valueSet",), NO_KEY, 255),
    "Text": Kind("string", ("length",), longest=255),
    "TextArea": Kind("textarea", (), NO_KEY, 255, still=PLAIN),
    "Time": Kind("time", (), NO_KEY),
    "Url": Kind("url", (), NO_KEY, 255),
}
# What a formula may give; its size follows from that.
FORMULAS = {"Checkbox", "Currency", "Date", "DateTime", "Number", "Percent", "Text", "Time"}
FORMULA_TEXT = 1_300
MASKS = {"asterisk": "*", "X": "X"}
MOST_LETTERS = 40  # of a field's name, and of its label


def metadata_type(describe_type: str, size: int) -> str:
    """The way back, for fields that came with the org."""
    if describe_type == "textarea":
        return "LongTextArea" if size > KINDS["TextArea"].size else "TextArea"
    return next(
        (name for name, kind in KINDS.items() if kind.describe == describe_type and name != "AutoNumber"), "Text"
    )

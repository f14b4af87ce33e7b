"""The sixteen fields that marketing keeps on Lead and Contact in Salesforce, as Marketo names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OBJECTS = ("Lead", "Contact")
TEXT_LENGTH = 255


@dataclass(frozen=True)
class MarketingField:
    """``name`` as typed in Salesforce, which appends ``__c``; the label is Salesforce's, so it stays English."""

    label: str
    name: str
    type: str
    length: int | None = None
    is_recommended: bool = False

    @property
    def api_name(self) -> str:
        return f"{self.name}__c"

    def metadata(self) -> dict[str, Any]:
        """For the Tooling API."""
        made: dict[str, Any] = {"label": self.label, "type": self.type.replace("/", "")}
        if self.type == "Number":
            return {**made, "precision": self.length, "scale": 0}
        return {**made, "length": self.length} if self.length else made


def _text(label: str, name: str, *, is_recommended: bool = False) -> MarketingField:
    return MarketingField(label, name, "Text", TEXT_LENGTH, is_recommended)


ALL = (
    MarketingField("Score", "mkto71_Lead_Score", "Number", 10, is_recommended=True),
    MarketingField("Acquisition Date", "mkto71_Acquisition_Date", "Date/Time", is_recommended=True),
    _text("Acquisition Program", "mkto71_Acquisition_Program", is_recommended=True),
    MarketingField("Acquisition Program Id", "mkto71_Acquisition_Program_Id", "Number", 18),
    _text("Original Referrer", "mkto71_Original_Referrer"),
    _text("Original Search Engine", "mkto71_Original_Search_Engine"),
    _text("Original Search Phrase", "mkto71_Original_Search_Phrase"),
    _text("Original Source Info", "mkto71_Original_Source_Info"),
    _text("Original Source Type", "mkto71_Original_Source_Type"),
    _text("Inferred City", "mkto71_Inferred_City"),
    _text("Inferred Company", "mkto71_Inferred_Company"),
    _text("Inferred Country", "mkto71_Inferred_Country"),
    _text("Inferred Metropolitan Area", "mkto71_Inferred_Metropolitan_Area"),
    _text("Inferred Phone Area Code", "mkto71_Inferred_Phone_Area_Code"),
    _text("Inferred Postal Code", "mkto71_Inferred_Postal_Code"),
    _text("Inferred State Region", "mkto71_Inferred_State_Region"),
)
RECOMMENDED = tuple(field for field in ALL if field.is_recommended)


def on_layouts() -> list[str]:
    """Seventeen labels: the sixteen, of which Salesforce's guide calls the first Lead Score, and Email Opt Out."""
    labels = ["Lead Score" if field.label == "Score" else field.label for field in ALL]
    return sorted([*labels, "Email Opt Out"])

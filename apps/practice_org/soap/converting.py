"""convertLead: leads become a company, a contact and a deal, one result for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from apps.practice_org import ids
from apps.practice_org.grants import SignedIn
from apps.practice_org.practice import people
from apps.practice_org.practice.people import Wish
from apps.practice_org.refusals import Refusal
from apps.practice_org.soap.envelope import Envelope, written
from apps.practice_org.soap.faults import Fault

RIGHT = "PermissionsConvertLeads"
MOST_LEADS = 100


def convert(found: SignedIn, asked: Envelope, limit: dict[str, int]) -> str:
    if not found.live.permissions(found.user.id).get(RIGHT):
        raise Fault("INSUFFICIENT_ACCESS", "insufficient access rights on cross-reference id")
    wanted = list(_asked(asked))
    if len(wanted) > MOST_LEADS:
        raise Fault("EXCEEDED_LEAD_CONVERT_LIMIT", "too many leads to convert")
    results = [_converted(found, lead_id, wish) for lead_id, wish in wanted]
    return written("soap_converted.xml", asked.interface, limit=limit, results=results)


def _converted(found: SignedIn, lead_id: str, wish: Wish) -> dict[str, Any]:
    """A lead that can not be converted spoils no other."""
    try:
        return {"lead": ids.full(lead_id), **people.convert(found.live, ids.full(lead_id) or "", wish)}
    except Refusal as refusal:
        return {"refusal": refusal}


def _asked(asked: Envelope) -> Iterator[tuple[str, Wish]]:
    space = f"{{urn:{asked.interface}.soap.sforce.com}}"
    for one in asked.root.iter(f"{space}leadConverts"):
        yield (
            _text(one, f"{space}leadId"),
            Wish(
                status=_text(one, f"{space}convertedStatus"),
                has_deal=_text(one, f"{space}doNotCreateOpportunity") not in {"true", "1"},
                deal_name=_text(one, f"{space}opportunityName"),
                account_id=ids.full(_text(one, f"{space}accountId")),
                contact_id=ids.full(_text(one, f"{space}contactId")),
            ),
        )


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()

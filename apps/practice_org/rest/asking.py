"""Who makes a call, for the queries in it: their time zone, and the size of a page that they want."""

from __future__ import annotations

import datetime
import re

from apps.practice_org import clock
from apps.practice_org.soql.asker import Asker
from apps.practice_org.web.call import Call

LARGEST_PAGE, SMALLEST_PAGE = 2_000, 200


def asker(call: Call) -> Asker:
    return Asker(call.user.id, zone(call), clock.now().replace(tzinfo=datetime.UTC), float(call.version))


def zone(call: Call) -> str:
    with call.live.storage.reading() as cursor:
        row = cursor.execute('SELECT "TimeZoneSidKey" FROM "User" WHERE "Id" = ?', [call.user.id]).fetchone()
    return row[0] if row and row[0] else "UTC"


def page_size(call: Call) -> int:
    """The header is a wish: what is too small or too large becomes the nearest that may be."""
    asked = re.search(r"batchSize\s*=\s*(\d+)", call.headers.get("sforce-query-options", ""), re.IGNORECASE)
    return min(max(int(asked[1]), SMALLEST_PAGE), LARGEST_PAGE) if asked else LARGEST_PAGE

"""What people do in the org while faults fall: they edit, delete, bring back, merge and convert."""

from __future__ import annotations

import random
from typing import Any

from apps.marketing import database
from apps.tenants.models import Instance
from tests.chaos.scene import Scene

EDITED = (("Lead", "person_lead", "Title"), ("Contact", "person_contact", "Title"), ("Account", "company", "Site"))


def stir(scene: Scene, instance: Instance, chance: random.Random) -> None:
    for name, table, field in EDITED:
        some = _some(instance, table, chance, chance.choice((3, 40, 400)))
        listed = ", ".join(f"'{each}'" for each in some)
        values = {field: f"Stirred {chance.randrange(10**6)}"}
        scene.trainer("POST", "changes", {"object": name, "where": f"Id IN ({listed})", "values": values})
    gone, merged, master, converted = _some(instance, "person_lead", chance, 4)
    scene.trainer("DELETE", f"records/Lead/{gone}")
    if chance.random() < 0.5:
        scene.trainer("POST", f"records/Lead/{gone}/undelete")
    scene.trainer("POST", f"records/Lead/{master}/merge", {"losers": [merged]})
    scene.trainer("POST", f"records/Lead/{converted}/convert")


def _some(instance: Instance, table: str, chance: random.Random, number: int) -> list[Any]:
    """Ids by chance, none deleted or converted."""
    alive = "is_deleted IS NOT TRUE" + (" AND is_converted IS NOT TRUE" if table == "person_lead" else "")
    with database.connect(instance) as connection:
        ids = [row[0] for row in connection.execute(f"SELECT sfdc_id FROM {table} WHERE {alive} ORDER BY 1")]
    return chance.sample(ids, number)

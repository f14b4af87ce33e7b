"""What people do while faults fall: in the org they edit, delete, bring back, merge and convert; here they edit."""

from __future__ import annotations

import random

from apps.accounts.models import User
from apps.marketing import database
from apps.sync import editing
from apps.sync.outbox import Wanted
from apps.sync.outbox_rules import OPT_OUT
from apps.tenants.models import Instance
from tests.chaos.scene import Scene

EDITED = (("Lead", "person_lead", "Title"), ("Contact", "person_contact", "Title"), ("Account", "company", "Site"))
CONFLICTING = "Phone"
OPT_OUTS = 3
# a change that waits for a lead that is converted meanwhile would be refused for good, and stay
SETTLED = """
is_converted IS NOT TRUE AND NOT EXISTS (
    SELECT FROM person_change AS change
    WHERE change.sfdc_id = p.sfdc_id AND change.state IN ('waiting', 'sending', 'refused')
)
"""


def stir(scene: Scene, instance: Instance, chance: random.Random) -> None:
    for name, table, field in EDITED:
        some = _some(instance, table, chance, chance.choice((3, 40, 400)))
        _change(scene, name, some, {field: f"Stirred {chance.randrange(10**6)}"})
    many = chance.choice((100, 2_500))  # by collections, or as one file
    _differ(scene, instance, "Lead", _some(instance, "person_lead", chance, many, "is_converted IS NOT TRUE"), chance)
    _differ(scene, instance, "Contact", _some(instance, "person_contact", chance, 100), chance)
    gone, merged, master, converted = _some(instance, "person_lead", chance, 4, SETTLED)
    scene.trainer("DELETE", f"records/Lead/{gone}")
    if chance.random() < 0.5:
        scene.trainer("POST", f"records/Lead/{gone}/undelete")
    scene.trainer("POST", f"records/Lead/{master}/merge", {"losers": [merged]})
    scene.trainer("POST", f"records/Lead/{converted}/convert")


def _differ(scene: Scene, instance: Instance, name: str, ids: list[str], chance: random.Random) -> None:
    """Phone numbers are changed here, half of them in the org as well; a few people opt out here."""
    columns = {pair.source: pair.column for pair in editing.rules(instance)[name].sendable}
    phone, opt_out = columns[CONFLICTING], columns[OPT_OUT]
    ours = {phone: f"+44 20 {chance.randrange(10**6)}"}
    wanted = [Wanted(each, {**ours, opt_out: True} if at < OPT_OUTS else ours) for at, each in enumerate(ids)]
    editing.change(instance, wanted, way="import", by=User.objects.order_by("pk")[0])
    _change(scene, name, ids[::2], {CONFLICTING: f"+49 30 {chance.randrange(10**6)}"})


def _change(scene: Scene, name: str, ids: list[str], values: dict[str, str]) -> None:
    listed = ", ".join(f"'{each}'" for each in ids)
    scene.trainer("POST", "changes", {"object": name, "where": f"Id IN ({listed})", "values": values})


def _some(instance: Instance, table: str, chance: random.Random, number: int, also: str = "true") -> list[str]:
    """Ids by chance, none deleted."""
    alive = f"SELECT sfdc_id FROM {table} AS p WHERE is_deleted IS NOT TRUE AND {also} ORDER BY 1"
    with database.connect(instance) as connection:
        ids = [row[0] for row in connection.execute(alive)]
    return chance.sample(ids, min(number, len(ids)))

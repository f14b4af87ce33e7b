"""USING SCOPE: the records of the asker, of people or of queues."""

from __future__ import annotations

from apps.practice_org import quoting
from apps.practice_org.soql import tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Scope

EVERYBODY = {
    "everything",
    "team",
    "delegated",
    "scopingrule",
    "mine_and_my_groups",
    "my_team_territory",
    "my_territory",
}


def condition(scope: Scope, name: tree.Name | None, asker: Asker) -> str:
    """Empty for everything: nobody here has a team, a territory or a scoping rule."""
    if name is None or name.text.lower() in EVERYBODY or not scope.sobject.has("OwnerId"):
        return ""
    owner = f'{scope.root}."OwnerId"'
    known = {
        "mine": f"{owner} = {quoting.text(asker.user_id)}",
        "user_owned": f"{owner} LIKE '005%'",
        "queue_owned": f"{owner} LIKE '00G%'",
    }
    found = known.get(name.text.lower())
    if found is None:
        words = f"invalid query scope: {name.text}"
        raise located("INVALID_QUERY_SCOPE", scope.statement, name.at, words)
    return found

"""What a SELECT list asks for: fields, functions, FIELDS(), kinds of a parent, children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.practice_org.refusals import OBJECT_HINT, Refusal
from apps.practice_org.soql import functions, tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Column, Parent, Scope
from apps.practice_org.soql.shape import Shaping

MOST_UNBOUNDED = 200
ALL_FIELDS = "FIELDS"
FIELDS_SINCE, KINDS_SINCE = 51.0, 46.0  # versions of the API
# Functions whose result stands under the name of the field.
NAMED_AFTER_FIELD = {"TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE"}


@dataclass(slots=True)
class Selection:
    """`columns` are the fields in the order asked for, `keys` what they are called in an aggregate's result."""

    columns: list[Column] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    has_all_fields: bool = False
    has_kinds: bool = False
    _known: set[str] = field(default_factory=set)

    def put(self, column: Column, key: str) -> None:
        if key.lower() in self._known:
            raise Refusal("INVALID_FIELD", f"duplicate field selected: {key}")
        self._known.add(key.lower())
        self.columns.append(column)
        self.keys.append(key)


class Selecting:
    def __init__(self, scope: Scope, asker: Asker, *, is_aggregate: bool) -> None:
        self.scope = scope
        self.asker = asker
        self.is_aggregate = is_aggregate
        self.selection = Selection()
        self.shaping = Shaping(scope)
        self._unnamed = 0

    def item(self, item: tree.Item, limit: int | None) -> None:
        if is_all_fields(item.operand):
            self._all_fields(item.operand, limit)
            return
        if item.alias:
            self._check_alias(item, item.alias)
        column = functions.apply(self.scope, item.operand, self.asker)
        key = self._key(item, column)
        self.selection.put(column, key)
        is_renamed = self.is_aggregate or key != ".".join(column.path)
        self.shaping.add(column, key if is_renamed else None)

    def _key(self, item: tree.Item, column: Column) -> str:
        if item.alias:
            return item.alias.text
        words = {function.text.upper() for function in item.operand.functions}
        if not words or (words <= NAMED_AFTER_FIELD and not self.is_aggregate):
            return column.path[-1] if self.is_aggregate else ".".join(column.path)
        self._unnamed += 1
        return f"expr{self._unnamed - 1}"

    def _check_alias(self, item: tree.Item, alias: tree.Name) -> None:
        if not self.is_aggregate and not item.operand.functions:
            words = "only aggregate expressions use field aliasing"
            raise located("MALFORMED_QUERY", self.scope.statement, alias.at, words)

    def _all_fields(self, operand: tree.Operand, limit: int | None) -> None:
        which = (operand.name.text if operand.name else "").upper()
        if which not in {"ALL", "STANDARD", "CUSTOM"}:
            function = operand.functions[0]
            words = f"unexpected token: '{function.text}'"
            raise located("MALFORMED_QUERY", self.scope.statement, function.at, words)
        if which != "STANDARD" and (limit is None or limit > MOST_UNBOUNDED):
            words = f"The SOQL FIELDS function must have a LIMIT of at most {MOST_UNBOUNDED}"
            raise Refusal("MALFORMED_QUERY", words)
        self._require_version(operand.functions[0], FIELDS_SINCE, "The SOQL FIELDS function")
        self.selection.has_all_fields = True
        for one in self.scope.sobject.fields:
            if which == "ALL" or one.is_custom == (which == "CUSTOM"):
                column = self.scope.column(tree.Name(one.name))
                self.selection.put(column, one.name)
                self.shaping.add(column)

    def kinds(self, typed: tree.TypeOf) -> None:
        """TYPEOF What WHEN Account THEN Phone ELSE Name END."""
        link = self.scope.link(typed.link)
        if not link.is_several:
            words = f"Illegal use of TYPEOF on the non-polymorphic relationship {typed.link.text}"
            raise located("MALFORMED_QUERY", self.scope.statement, typed.link.at, words)
        self._require_version(typed.link, KINDS_SINCE, "TYPEOF")
        self.selection.has_kinds = True
        prefix = ".".join(link.path)
        rest = [self.scope.column(tree.Name(f"{prefix}.{name.text}", name.at)) for name in typed.otherwise]
        self.shaping.add_typed(link, [self._branch(link, kind, names) for kind, names in typed.branches], rest)

    def _branch(self, link: Parent, kind: tree.Name, names: tuple[tree.Name, ...]) -> tuple[Scope, list[Column]]:
        sobject = self.scope.view.find(kind.text)
        if sobject is None:
            words = f"sObject type '{kind.text}' is not supported. {OBJECT_HINT}"
            raise located("INVALID_TYPE", self.scope.statement, kind.at, words)
        inner = self.scope.narrowed(link, sobject)
        return inner, [inner.column(name) for name in names]

    def _require_version(self, name: tree.Name, since: float, what: str) -> None:
        if self.asker.version < since:
            words = f"{what} is not supported in this version of the API"
            raise located("UNSUPPORTED_API_VERSION", self.scope.statement, name.at, words)

    def child(self, name: str, number: int) -> None:
        self.shaping.add_child(name, number)


def is_all_fields(operand: tree.Operand) -> bool:
    return len(operand.functions) == 1 and operand.functions[0].text.upper() == ALL_FIELDS


def items(select: tree.Select) -> Iterator[tree.Item]:
    return (item for item in select.items if isinstance(item, tree.Item))

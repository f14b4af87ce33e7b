"""How the columns of a row become a record: which value is whose field, which object is inside which."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.practice_org.soql import written
from apps.practice_org.soql.scope import Column, Parent, Scope


@dataclass(slots=True)
class Node:
    """One object of the record.

    `kind` is what `attributes` call it, or None when the row says; `id_at` and `kind_at` are columns of the row.
    `parts` are its fields, parents and children in SELECT order: columns, nodes, and numbers of child queries.
    `by_kind` are the parts of a TYPEOF for each of its kinds.
    """

    id_at: int
    kind_at: int | None = None
    kind: str | None = None
    parts: list[tuple[str, int | Node | ChildAt]] = field(default_factory=list)
    by_kind: dict[str, Node] | None = None


@dataclass(frozen=True, slots=True)
class ChildAt:
    """The number of a child query among those of its parent."""

    number: int


class Shaping:
    """Collects what the SQL must give, in order, and where in the record each of it belongs."""

    def __init__(self, scope: Scope, outputs: list[str] | None = None) -> None:
        self.outputs = [] if outputs is None else outputs
        self.root = Node(id_at=-1, kind=scope.sobject.name)
        self._scope = scope
        self._nodes: dict[tuple[str, ...], Node] = {}

    def add(self, column: Column, key: str | None = None) -> None:
        """A field; with a key it stands in the record itself, whatever parent it was read from."""
        index = self._output(written.rest(column.field, column.sql))
        node = self.root if key else self._node(column.path[:-1])
        node.parts.append((key or column.path[-1], index))

    def add_child(self, name: str, number: int) -> None:
        self.root.parts.append((name, ChildAt(number)))

    def add_typed(self, link: Parent, branches: list[tuple[Scope, list[Column]]], otherwise: list[Column]) -> None:
        node = self._parent(link, kind=None)
        rest = Shaping(self._scope, self.outputs)
        for column in otherwise:
            rest.add(column, column.path[-1])
        node.by_kind = {"": rest.root}
        for scope, columns in branches:
            inside = Shaping(scope, self.outputs)
            for column in columns:
                inside.add(column)
            node.by_kind[scope.sobject.name] = inside.root
        for branch in node.by_kind.values():
            branch.id_at = node.id_at

    def finish(self) -> None:
        """The record's own id comes last."""
        self.root.id_at = self._output(f'{self._scope.root}."Id"')

    def _node(self, path: tuple[str, ...]) -> Node:
        if not path:
            return self.root
        if path not in self._nodes:
            link = self._scope.parent(path)
            self._nodes[path] = self._parent(link, "Name" if link.is_several else link.sobject.name)
        return self._nodes[path]

    def _parent(self, link: Parent, kind: str | None) -> Node:
        node = Node(self._output(f'{link.alias}."Id"'), self._output(link.kind), kind)
        self._node(link.path[:-1]).parts.append((link.path[-1], node))
        return node

    def _output(self, sql: str) -> int:
        self.outputs.append(sql)
        return len(self.outputs) - 1

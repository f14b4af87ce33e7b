"""Writes a parsed query as text again, and makes queries of every shape for the tests that read them back."""

from __future__ import annotations

from hypothesis import strategies as st

from apps.practice_org.soql import tree


def text(select: tree.Select) -> str:
    parts = [f"SELECT {', '.join(_item(item) for item in select.items)} FROM {_named(select.object, select.alias)}"]
    parts[0] += "".join(f", {_named(path, alias)}" for path, alias in select.aliases)
    parts += [f"USING SCOPE {select.scope.text}"] if select.scope else []
    parts += [f"WHERE {condition(select.where)}"] if select.where else []
    parts += [f"WITH {select.mode.text}"] if select.mode else []
    parts += [_group(select.group)] if select.group else []
    parts += [f"ORDER BY {', '.join(_ordering(one) for one in select.order)}"] if select.order else []
    parts += [f"LIMIT {select.limit}"] if select.limit is not None else []
    parts += [f"OFFSET {select.offset}"] if select.offset is not None else []
    parts += ["ALL ROWS"] if select.all_rows else []
    return " ".join(parts)


def condition(one: tree.Condition) -> str:
    match one:
        case tree.Joined(word, conditions):
            return f" {word} ".join(_bracketed(inside) for inside in conditions)
        case tree.Negation(inside):
            return f"NOT {_bracketed(inside)}"
        case tree.Compare(operand, operator, value):
            return f"{_operand(operand)} {operator} {value.text}"
        case tree.Includes(operand, values, is_negated):
            return f"{_operand(operand)} {'EXCLUDES' if is_negated else 'INCLUDES'} ({_listed(values)})"
        case tree.Membership(operand, values, inner, is_negated):
            inside = text(inner) if inner else _listed(values)
            return f"{_operand(operand)} {'NOT IN' if is_negated else 'IN'} ({inside})"


def _bracketed(one: tree.Condition) -> str:
    return f"({condition(one)})" if isinstance(one, tree.Joined) else condition(one)


def _listed(values: tuple[tree.Value, ...]) -> str:
    return ", ".join(value.text for value in values)


def _item(item: tree.Item | tree.TypeOf | tree.Select) -> str:
    match item:
        case tree.Select():
            return f"({text(item)})"
        case tree.TypeOf(link, branches, otherwise):
            whens = " ".join(f"WHEN {kind.text} THEN {_names(names)}" for kind, names in branches)
            rest = f" ELSE {_names(otherwise)}" if otherwise else ""
            return f"TYPEOF {link.text} {whens}{rest} END"
        case tree.Item(operand, alias):
            return _operand(operand) + (f" {alias.text}" if alias else "")


def _names(names: tuple[tree.Name, ...]) -> str:
    return ", ".join(name.text for name in names)


def _named(name: tree.Name, alias: tree.Name | None) -> str:
    return f"{name.text} {alias.text}" if alias else name.text


def _operand(operand: tree.Operand) -> str:
    written = operand.name.text if operand.name else ""
    for function in reversed(operand.functions):
        written = f"{function.text}({written})"
    return written


def _group(group: tree.Group) -> str:
    listed = ", ".join(_operand(one) for one in group.operands)
    having = f" HAVING {condition(group.having)}" if group.having else ""
    return f"GROUP BY {f'{group.rolled}({listed})' if group.rolled else listed}{having}"


def _ordering(one: tree.Ordering) -> str:
    return _operand(one.operand) + (" DESC" if one.is_descending else "") + (f" NULLS {one.nulls}" if one.nulls else "")


def string(value: str) -> str:
    """A SOQL string literal."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"


WORDS = st.sampled_from(["Id", "Name", "Email", "Group", "Owner", "Type", "Order__c", "From__c", "Status", "x1"])
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(lambda parts: tree.Name(".".join(parts)))
PLAIN = WORDS.map(tree.Name)
FUNCTIONS = st.sampled_from(["COUNT", "sum", "MAX", "toLabel", "CALENDAR_YEAR", "FORMAT"]).map(tree.Name)
OPERANDS = st.builds(tree.Operand, NAMES, st.lists(FUNCTIONS, max_size=2).map(tuple))
ALIASES = st.none() | st.sampled_from(["a", "total", "expr"]).map(tree.Name)
VALUES = st.one_of(
    st.text(max_size=12).map(lambda value: tree.Value("string", string(value))),
    st.integers().map(lambda value: tree.Value("number", str(value))),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(lambda value: tree.Value("number", f"{value:f}")),
    st.dates().map(lambda value: tree.Value("day", f"{value:%Y}".zfill(4) + f"{value:-%m-%d}")),
    st.datetimes().map(lambda value: tree.Value("moment", value.replace(microsecond=0).isoformat() + "Z")),
    st.times().map(lambda value: tree.Value("time", f"{value:%H:%M:%S}.000Z")),
    st.integers(0, 999).map(lambda value: tree.Value("days", f"LAST_N_DAYS:{value}")),
    st.integers(0, 999).map(lambda value: tree.Value("currency", f"EUR{value}")),
    st.sampled_from(["true", "null", "TODAY", "THIS_FISCAL_QUARTER"]).map(lambda word: tree.Value("word", word)),
)
OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "LIKE"])
LISTS = st.lists(VALUES, min_size=1, max_size=3).map(tuple)
LEAVES = st.one_of(
    st.builds(tree.Compare, OPERANDS, OPERATORS, VALUES),
    st.builds(tree.Membership, OPERANDS, LISTS, st.none(), st.booleans()),
    st.builds(tree.Includes, OPERANDS, LISTS, st.booleans()),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inside: st.one_of(
        st.builds(tree.Negation, inside),
        st.builds(tree.Joined, st.sampled_from(["AND", "OR"]), st.lists(inside, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
ITEMS = st.builds(tree.Item, OPERANDS | FUNCTIONS.map(lambda word: tree.Operand(None, (word,))), ALIASES)
BRANCHES = st.lists(st.tuples(PLAIN, st.lists(NAMES, min_size=1, max_size=2).map(tuple)), min_size=1, max_size=2)
TYPEOFS = st.builds(tree.TypeOf, NAMES, BRANCHES.map(tuple), st.lists(NAMES, max_size=2).map(tuple))
HAVINGS = st.none() | CONDITIONS
GROUPS = st.builds(
    tree.Group, st.lists(OPERANDS, min_size=1, max_size=3).map(tuple), st.sampled_from(["", "ROLLUP", "CUBE"]), HAVINGS
)
ENDS = st.none() | st.sampled_from(["FIRST", "LAST"])
ORDERINGS = st.builds(tree.Ordering, OPERANDS, st.booleans(), ENDS)
NUMBERS = st.none() | st.integers(0, 5_000)


def _selects(inner: st.SearchStrategy[tree.Select] | None) -> st.SearchStrategy[tree.Select]:
    one = st.one_of(ITEMS, TYPEOFS, inner) if inner is not None else st.one_of(ITEMS, TYPEOFS)
    joined = (
        st.builds(tree.Membership, OPERANDS, st.just(()), inner, st.booleans()) if inner is not None else CONDITIONS
    )
    return st.builds(
        tree.Select,
        items=st.lists(one, min_size=1, max_size=4).map(tuple),
        object=PLAIN,
        alias=ALIASES,
        aliases=st.lists(st.tuples(NAMES, st.just(tree.Name("p"))), max_size=1).map(tuple),
        scope=st.none() | st.just(tree.Name("mine")),
        where=st.none() | CONDITIONS | joined,
        mode=st.none() | st.just(tree.Name("SECURITY_ENFORCED")),
        group=st.none() | GROUPS,
        order=st.lists(ORDERINGS, max_size=2).map(tuple),
        limit=NUMBERS,
        offset=NUMBERS,
        all_rows=st.booleans(),
    )


SELECTS = _selects(_selects(None))

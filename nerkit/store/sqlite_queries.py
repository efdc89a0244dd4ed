"""A query → SQL over the tables of `sqlite_store`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from nerkit.store.conditions import Condition, Query, comparable

Kept = float | str | bytes

_SLACK = 1e-9
"""Numbers are found as floats, and compared as what they are afterwards."""


def sql_of(query: Query, kept: Callable[[str, str], list[Kept]], *, ranges: bool) -> tuple[str, list[Kept]]:
    """SQL that selects the ids of all records that fit, and perhaps of some that do not, with its values.

    `kept` gives what stands for a value in the table; `ranges` says whether these are in order there.
    """
    usable = [each for each in query.conditions if ranges or each.comparison == "="]
    usable.sort(key=lambda each: each.comparison != "=")  # what is equal is rare
    wheres, values = list[str](), list[Kept]()
    for condition in usable[:1]:
        clause, more = _clause(condition, kept)
        wheres.append(f"s.record = r.number AND s.field = ? AND s.{clause}")
        values += [condition.field, *more]
    for condition in usable[1:]:
        if condition.comparison == "=":  # a range of many values would be gone through for each record
            clause, more = _clause(condition, kept)
            wheres.append(f"EXISTS (SELECT 1 FROM searched t WHERE t.record = r.number AND t.field = ? AND t.{clause})")
            values += [condition.field, *more]
    plain: list[tuple[str, Kept | None]] = [
        ("r.kind = ?", query.kind),
        ("r.state = ?", query.state),
        ("r.at >= ?", query.since),
        ("r.at < ?", query.until),
        ("r.confidence < ?", query.confidence),
    ]
    for clause, value in plain:
        if value is not None:
            wheres.append(clause)
            values.append(value)
    if query.collections:
        within = "(r.id >= ? AND r.id < ?)"  # "hr." and "hr/", which comes next
        wheres.append(f"({' OR '.join([within] * len(query.collections))})")
        values += [end for name in query.collections for end in (f"{name}.", f"{name}/")]
    # CROSS JOIN keeps the order: values lead to records.
    tables = "searched s CROSS JOIN records r" if usable else "records r"
    where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    return f"SELECT r.id FROM {tables}{where}" + ("" if usable else " ORDER BY r.number"), values


def _clause(condition: Condition, kept: Callable[[str, str], list[Kept]]) -> tuple[str, list[Kept]]:
    values = kept(condition.field, condition.value)
    if condition.comparison == "=":
        return f"value IN ({', '.join('?' * len(values))})", values
    wanted = comparable(condition.value)
    # SQLite has numbers before texts.
    if isinstance(wanted, Decimal):
        slack = abs(float(wanted)) * _SLACK
        return (
            ("value BETWEEN ? AND 9e999", [float(wanted) - slack])
            if condition.comparison == ">="
            else (
                "value <= ?",
                [float(wanted) + slack],
            )
        )
    return ("value >= ?", [wanted]) if condition.comparison == ">=" else ("value BETWEEN '' AND ?", [wanted])

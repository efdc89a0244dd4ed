"""`nerkit store`: what the records that `nerkit tag --store` keeps are found by, exported and deleted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nerkit.cli.messages import tell
from nerkit.cli.options import SchemaFile
from nerkit.cli.plain_help import PlainGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerkit.store import Query, StoredRecord

app = typer.Typer(
    cls=PlainGroup, name="store", help="Records that are kept: find, export, delete, learn.", no_args_is_help=True
)

Address = Annotated[str, typer.Argument(metavar="STORE", help="A store, as nerkit tag --store made it.")]
Keys = Annotated[
    Path | None, typer.Option("--keys", metavar="FILE", help="The keys of its lock; else those in NERKIT_STORE_KEYS.")
]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="CONDITION", help="Such as seller=ACME, total_amount>=1000; all have to fit."),
]
Kind = Annotated[str | None, typer.Option(metavar="KIND", help="Of this kind.")]
State = Annotated[
    Literal["new", "doubtful", "checked", "exported"] | None, typer.Option(help="In this state.", show_default=False)
]
Since = Annotated[str | None, typer.Option(metavar="TIME", help="Put then or later; ISO 8601 in UTC, 2026-01-31.")]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="Put before.")]
Below = Annotated[
    float | None, typer.Option(metavar="P", min=0.0, max=1.0, help="With a value that is less sure than this.")
]

Collections = Annotated[
    list[str] | None, typer.Option("--collection", metavar="NAME", help="Of this collection, or of these.")
]


def find(
    store: Address,
    where: Where = None,
    kind: Kind = None,
    state: State = None,
    since: Since = None,
    until: Until = None,
    below: Below = None,
    collection: Collections = None,
    most: Annotated[int | None, typer.Option(min=1, metavar="N", help="So many at most.")] = None,
    keys: Keys = None,
) -> None:
    """Print the records that fit, a JSON object a line: id, version, time, state, and the result."""
    from nerkit.store import open_store

    with open_store(store, keys) as opened:
        for record in opened.find(_query(where, kind, state, since, until, below, collection, most)):
            sys.stdout.write(json.dumps(record.to_dict()) + "\n")


def show(
    store: Address,
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a record, as find prints it.")],
    keys: Keys = None,
) -> None:
    """Print all versions of a record, the first one first."""
    from nerkit.errors import StoreError
    from nerkit.store import open_store

    with open_store(store, keys) as opened:
        versions = opened.history(id)
    if not versions:
        raise StoreError(f"there is no record {id}; nerkit store find lists them")
    for record in versions:
        sys.stdout.write(json.dumps(record.to_dict()) + "\n")


def export(
    store: Address,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="A file named .jsonl, .parquet or .xlsx.")
    ],
    where: Where = None,
    kind: Kind = None,
    state: State = None,
    since: Since = None,
    until: Until = None,
    below: Below = None,
    collection: Collections = None,
    mark: Annotated[bool, typer.Option("--mark", help="Set the state of what was written to exported.")] = False,
    keys: Keys = None,
) -> None:
    """Write the results of the records that fit, as nerkit tag writes them."""
    from nerkit.errors import OutputError
    from nerkit.exports import write_parquet, write_xlsx
    from nerkit.labels import builtin
    from nerkit.output import whole
    from nerkit.store import open_store

    if output.suffix not in (".jsonl", ".parquet", ".xlsx"):
        raise OutputError(f"{output}: the suffix names no format; use .jsonl, .parquet or .xlsx")
    ids: list[str] = []
    with open_store(store, keys) as opened, whole(output, reads=[store]) as part:
        found = _told(opened.find(_query(where, kind, state, since, until, below, collection)), ids)
        rows = (record.row for record in found)
        if output.suffix == ".parquet":
            write_parquet(rows, part)
        elif output.suffix == ".xlsx":
            write_xlsx(rows, part, builtin())
        else:
            with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as to:
                to.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if mark:
        with open_store(store, keys) as opened:
            for id in ids:
                opened.mark(id, "exported")
    tell(f"{len(ids)} record{'s' * (len(ids) != 1)} exported to {output}")


def delete(
    store: Address,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="The ids of records.", show_default=False)
    ] = None,
    where: Where = None,
    kind: Kind = None,
    until: Until = None,
    collection: Collections = None,
    keep_cache: Annotated[
        bool, typer.Option("--keep-cache", help="Leave what OCR read in your cache folder, which may be theirs.")
    ] = False,
    keys: Keys = None,
) -> None:
    """Delete records with all versions; nothing of them stays in the store's files, nor in the cache of OCR."""
    from nerkit.reading.ocr_cache import clear
    from nerkit.store import open_store

    asked = where or kind or until or collection
    if not (ids or asked):
        raise typer.BadParameter("say which: ids, --where, --kind, --until or --collection")
    with open_store(store, keys) as opened:
        found = list(ids or ())
        if asked:
            found += [record.id for record in opened.find(_query(where, kind, None, None, until, None, collection))]
        count = opened.delete(found)
    said = f"{count} record{'s' * (count != 1)} deleted"
    if count and not keep_cache:
        clear()
        said += "; the cache of OCR is empty"
    tell(said)


def rotate(
    store: Address,
    keys: Keys = None,
    new_keys: Annotated[
        Path | None, typer.Option("--new-keys", metavar="FILE", help="The keys to lock it with from now on.")
    ] = None,
    unlock: Annotated[bool, typer.Option("--unlock", help="Take the lock away.")] = False,
) -> None:
    """Lock a store anew with the first of the new keys, all of it or none."""
    from nerkit.lock import Lock
    from nerkit.store import open_store

    if (new_keys is None) != unlock:
        raise typer.BadParameter("name the new keys with --new-keys, or take the lock away with --unlock")
    with open_store(store, keys) as opened:
        count = opened.rotate(None if unlock else Lock.of(new_keys))
    tell(f"{count} record{'s' * (count != 1)} {'unlocked' if unlock else 'locked anew'}")


def corpus(
    store: Address,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the corpus is written.")],
    schema: SchemaFile = None,
    keys: Keys = None,
) -> None:
    """Write what people have checked as a corpus to train on, in the parts train, dev and test.

    Of the documents that the store keeps (nerkit serve --keep) are those in the state checked.
    """
    from nerkit.labels import Schema, builtin
    from nerkit.store import open_store
    from nerkit.training.checked_records import write_checked

    with open_store(store, keys) as opened:
        counts = write_checked(opened, output, Schema.read(schema) if schema else builtin())
    left = f"; {counts['left out']} left out, as their documents are not kept" if counts["left out"] else ""
    parts = ", ".join(f"{counts[part]} {part}" for part in ("train", "dev", "test"))
    tell(f"{parts} in {output}{left}")


def drift(
    store: Address,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.html", help="Draw them on a page of its own."),
    ] = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    collection: Collections = None,
    keys: Keys = None,
) -> None:
    """Print how results change by week: kinds, confidences, failed checks, corrections; a JSON object a line.

    "moved" names what is not as in the weeks before, by more than chance explains.
    """
    from nerkit.cli.drift_page import drift_page
    from nerkit.output import whole
    from nerkit.store import open_store
    from nerkit.store.drift import drift as by_week

    with open_store(store, keys) as opened:
        weeks = by_week(opened, _query(None, kind, None, since, until, None, collection))
    if output is None:
        sys.stdout.writelines(json.dumps(week.to_dict()) + "\n" for week in weeks)
        return
    with whole(output, reads=[store]) as part:
        part.write_text(drift_page(weeks), encoding="utf-8")
    tell(f"{len(weeks)} week{'s' * (len(weeks) != 1)} drawn to {output}")


def key(
    place: Annotated[
        str | None,
        typer.Argument(metavar="keyring:NAME", help="Keep it in the system's keyring instead.", show_default=False),
    ] = None,
) -> None:
    """Print a new key, or keep one in the system's keyring, where --keys keyring:NAME finds it."""
    from nerkit.key_sources import name_in_keyring, put_in_keyring
    from nerkit.lock import new_key

    if place is None:
        sys.stdout.write(new_key() + "\n")
        return
    if (name := name_in_keyring(place)) is None:
        raise typer.BadParameter("write keyring:NAME, or nothing, and the key is printed")
    put_in_keyring(name, new_key())
    tell(f"a new key is in the keyring: --keys {place}")


def _told(records: Iterator[StoredRecord], ids: list[str]) -> Iterator[StoredRecord]:
    for record in records:
        ids.append(record.id)
        yield record


def _query(
    where: list[str] | None,
    kind: str | None,
    state: str | None,
    since: str | None,
    until: str | None,
    below: float | None,
    collections: list[str] | None,
    most: int | None = None,
) -> Query:
    from nerkit.store import Condition, Query

    return Query(
        kind, state, since, until, below, tuple(map(Condition.of, where or ())), most, tuple(collections or ())
    )


COMMANDS = (
    (find, "nerkit store find records.sqlite --where 'total_amount>=1000' --state doubtful"),
    (show, "nerkit store show records.sqlite 2f1f6c1b2b8f4d1e9c0a7b6d5e4f3a2b"),
    (export, "nerkit store export records.sqlite -o new.xlsx --state new --mark"),
    (delete, "nerkit store delete records.sqlite --where seller=ACME"),
    (drift, "nerkit store drift records.sqlite -o drift.html"),
    (corpus, "nerkit store corpus records.sqlite -o checked/"),
    (rotate, "nerkit store rotate records.sqlite --keys old.keys --new-keys new.keys"),
    (key, "nerkit store key > store.keys"),
)
"""The commands, each with the line that its help shows."""

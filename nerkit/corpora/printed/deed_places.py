"""What stands for each `{place}` in the text of a contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from nerkit.corpora.printed.deed_filling import AMOUNTS, DeedFilling
from nerkit.corpora.printed.homes import filled
from nerkit.labels import labels

_LENGTHS = ((2, "year"), (3, "year"), (6, "month"), (14, "day"), (10, "day"), (72, "day"), (5, "year"), (3, "month"))
_PAYMENTS = ((14, "day"), (30, "day"), (10, "day"), (8, "day"), (60, "day"))
_PROBATIONS = ((6, "month"), (3, "month"), (2, "month"), (4, "month"))
_HOURS, _LEAVE = ("20", "30", "35", "38,5", "40"), ("20", "24", "25", "26", "28", "30")

Place = Callable[[], object]


def places(v: DeedFilling) -> dict[str, Place]:
    """Each place by its name; a text that has none of that name is looked up among the rules of the wording."""
    return {**_parties(v), **_days(v), **_lengths(v), **_sums(v), **_things(v)}


def _parties(v: DeedFilling) -> dict[str, Place]:
    d = v.deed
    first, second = d.parties[:2]
    return {
        "A": lambda: v.party(0),
        "B": lambda: v.party(1),
        "nameA": lambda: v.name(first),
        "nameB": lambda: v.name(second),
        "roleA": lambda: d.roles[0],
        "roleB": lambda: d.roles[1],
        "role": lambda: d.roles[1],
        "name": lambda: v.name(second),
        "person": lambda: second.manager,
        "place": lambda: first.place,
        "doc": lambda: d.title,
    }


def _days(v: DeedFilling) -> dict[str, Place]:
    d = v.deed
    old = d.signed - dt.timedelta(days=v.rng.randrange(60, 3000))
    later = d.signed + dt.timedelta(days=v.rng.randrange(5, 400))
    return {
        "date": lambda: v.date(d.signed, "AGREEMENT_DATE"),
        "signed": lambda: v.date(d.signed, "AGREEMENT_DATE"),
        "start": lambda: v.date(d.start, "EFFECTIVE_DATE"),
        "end": lambda: v.date(d.end, "EXPIRATION_DATE"),
        "old": lambda: v.date(old),
        "later": lambda: v.date(later),
        "maturity": lambda: v.date(d.end, "MATURITY_DATE" if "MATURITY_DATE" in labels() else "DATE"),
    }


def _lengths(v: DeedFilling) -> dict[str, Place]:
    """Lengths of time, each as it stands by itself and, with `_d`, behind a preposition."""
    d = v.deed
    lengths = {
        "term": (d.term, "TERM"),
        "renewal": (d.renewal, "RENEWAL_TERM"),
        "renewal_notice": (d.renewal_notice, "NOTICE_PERIOD"),
        "notice": (d.notice, "TERMINATION_NOTICE"),
        "pay": (v.rng.choice(_PAYMENTS), "PAYMENT_TERMS"),
        "probation": (v.rng.choice(_PROBATIONS), "PROBATION"),
    }
    found: dict[str, Place] = {}
    for name, (length, label) in lengths.items():
        found[name] = partial(v.duration, length, label)
        found[f"{name}_d"] = partial(v.duration, length, label, behind=True)
    found["other"] = lambda: v.duration(v.rng.choice(_LENGTHS))
    found["other_d"] = lambda: v.duration(v.rng.choice(_LENGTHS), behind=True)
    return found


def _sums(v: DeedFilling) -> dict[str, Place]:
    first = v.deed.parties[0]
    return {
        **{role: partial(v.amount, role) for role in AMOUNTS},
        "amount": v.amount,
        "percent": v.percent,
        "interest": lambda: v.percent("INTEREST_RATE"),
        "late": lambda: v.percent("LATE_INTEREST"),
        "iban": lambda: v.mark("IBAN", first.iban) if first.iban else filled("10n", v.rng),
    }


def _things(v: DeedFilling) -> dict[str, Place]:
    d, words, rng = v.deed, v.deed.words, v.rng
    return {
        **{name: partial(v.law, name) for name in ("law_of", "law_by", "law_under")},
        "venue": lambda: v.mark("VENUE", d.venue),
        "object": lambda: v.mark("PROPERTY", d.address),
        "thing": lambda: v.text(rng.choice(words["things"])),
        "work": lambda: v.text(rng.choice(words["works"])),
        "goods": lambda: v.text(rng.choice(words["goods"])),
        "job": lambda: v.mark("JOB_TITLE", rng.choice(words["jobs"])),
        "office": lambda: rng.choice(words["offices"]),
        "hours": lambda: v.mark("WORKING_HOURS", rng.choice(_HOURS)),
        "leave": lambda: v.mark("LEAVE_DAYS", rng.choice(_LEAVE)),
        "few": lambda: rng.choice((1, 2, 3, 5)),
        "area": lambda: rng.randrange(20, 400),
        "brand": lambda: filled("2a-3n", rng),
        "digits": lambda: filled("8n", rng),
    }

"""How an agreement begins: header, title, date and parties, as a contract or as a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nerkit.corpora.agreements.agreement_facts import AgreementFacts
from nerkit.corpora.agreements.clauses import Block
from nerkit.corpora.agreements.grammar import Grammar
from nerkit.corpora.agreements.markup import bare, leave_open, mark
from nerkit.corpora.agreements.people import ContractParty

_HEADERS, _TABLES, _LISTS, _DBA, _SEPARATE_LETTER_TITLE = 0.45, 0.07, 0.14, 0.05, 0.4
"""Shares of agreements with a header, with parties in a table or a list, of d/b/a, of letters with a heading."""
_DATE = mark("AGREEMENT_DATE", "")[0]
_MINOR = frozenset(("of", "and", "to", "for", "the"))


def opening(deal: AgreementFacts, grammar: Grammar) -> Iterator[Block]:
    """Everything before the first clause."""
    if grammar.chance(_HEADERS):
        header = grammar.given(filetitle=leave_open("TITLE", deal.title.upper())).name("header")
        yield Block(header, "lines" if grammar.chance(0.5) else "heading")
    if deal.letter:
        yield from _letter(deal, grammar)
        return
    yield _title(deal, grammar)
    yield from _preamble(deal, grammar)
    if bridge := grammar.name("bridge"):
        yield from (Block(part) for part in bridge.split("\n\n"))


def _title(deal: AgreementFacts, grammar: Grammar) -> Block:
    title = deal.title.upper() if grammar.chance(0.72) else deal.title
    words = title.split(" ")
    if len(words) > 2 and grammar.chance(0.25):
        cut = grammar.rng.randint(1, len(words) - 1)
        if words[cut].lower() not in _MINOR or grammar.chance(0.3):
            title = "\n".join((" ".join(words[:cut]), " ".join(words[cut:])))
    return Block(mark("TITLE", title), "heading")


def _preamble(deal: AgreementFacts, grammar: Grammar) -> Iterator[Block]:
    capitals = grammar.chance(0.25)
    entries = [party_entry(party, grammar, capitals=capitals) for party in deal.parties]
    date = deal.date or "the date of the last signature below"
    given = grammar.given(
        date=date,
        effdef=grammar.rng.choice(("", "", " (the “Effective Date”)", " (“Effective Date”)")),
        transaction=lambda: grammar.name("transaction"),
        P0=entries[0],
        P1=entries[1],
        parties=_joined(entries, grammar),
    )
    draw = grammar.rng.random()
    if draw < _TABLES:
        yield Block(_table(deal, grammar), "lines")
    elif draw < _TABLES + _LISTS:
        yield Block(_articles(given.name("opening_list")))
        yield from _party_list(entries, grammar)
    else:
        yield Block(_articles(given.name("opening" if len(entries) == 2 else "opening_many")))


def _articles(text: str) -> str:
    """Mends articles: "as of the May 3" loses one, "on 3rd day of May" gets one."""
    before, date, after = text.partition(_DATE)
    formal = re.match(r"[\w-]+ (?:\(\w+\) )?day of", after, re.I)
    if formal and not re.search(r"\b(?:the|this) $", before, re.I):
        before += "the "
    elif not formal:
        before = before.removesuffix("the ")
    return before + date + after


def party_entry(party: ContractParty, grammar: Grammar, *, capitals: bool) -> str:
    """A party in a preamble: name, what it is, and the role it gets."""
    name = party.name.upper() if capitals else party.name
    where = party.home
    own = grammar.given(
        place=where.place, lawhome=where.law, of_place=where.adjective,
        form=where.form, address=where.address, homecity=where.city,
        role=party.role,
        short=_short(party),
        dbaname=leave_open("PARTY", grammar.text("{brand} {trade}")),
    )  # fmt: skip
    entry = mark("PARTY", name)
    if grammar.chance(_DBA):
        entry += own.name("dba")
    return (
        entry
        + own.name("person_description" if party.officer is None else "company_description")
        + own.name("role_definition")
    )


def _short(party: ContractParty) -> str:
    """The name by which the agreement calls a party after its full name."""
    if party.officer is None:
        return party.surname
    return next(word for word in party.name.split() if word.casefold() not in ("the", "first")).strip(",")


def _joined(entries: list[str], grammar: Grammar) -> str:
    rest = ", ".join(entries[:-1]) if grammar.chance(0.6) else "; ".join(entries[:-1])
    return f"{rest}{grammar.rng.choice((' and ', ', and ', '; and '))}{entries[-1]}"


def _party_list(entries: list[str], grammar: Grammar) -> Iterator[Block]:
    style = grammar.rng.choice(("({})", "({})", "{}.", "{})", ""))
    numbers = grammar.rng.choice(("123456", "abcdef"))
    if grammar.chance(0.7):
        yield Block(
            grammar.rng.choice(("BETWEEN:", "BETWEEN", "Between:", "PARTIES", "by and between", "BY AND BETWEEN")),
            "lines",
        )
    for i, entry in enumerate(entries):
        last = i == len(entries) - 1
        ending = "." if last else grammar.rng.choice(("; and", ", and", ";", "; and"))
        yield Block(f"{style.format(numbers[i])} {entry}{ending}".strip())
        if not style and not last:
            yield Block(grammar.rng.choice(("and", "AND", "- and -", "-and-")), "heading")


def _table(deal: AgreementFacts, grammar: Grammar) -> str:
    gap = grammar.rng.choice((" ", "\t", "  "))
    lines = (
        [f"{grammar.rng.choice(('Date', 'Effective Date', 'Dated', 'Date of Agreement'))}:{gap}{deal.date}"]
        if deal.date
        else []
    )
    for party in deal.parties:
        lines.append(f"{party.role}:{gap}{mark('PARTY', party.name)}")
        if grammar.chance(0.6):
            lines.append(
                f"{grammar.rng.choice(('Address', 'Principal Office', 'Residing at'))}:{gap}{party.home.address}"
            )
    if grammar.chance(0.3):
        lines = [*lines[1:], lines[0]]
    return "\n".join(lines)


def _letter(deal: AgreementFacts, grammar: Grammar) -> Iterator[Block]:
    sender, receiver = deal.parties[:2]
    separate = grammar.chance(_SEPARATE_LETTER_TITLE)
    if separate and grammar.chance(0.5):
        yield _title(deal, grammar)
        separate = False
        titled = True
    else:
        titled = False
    head = [mark("PARTY", sender.name.upper() if grammar.chance(0.4) else sender.name)] if grammar.chance(0.75) else []
    yield Block("\n".join([*head, *_address_lines(sender)]), "heading" if grammar.chance(0.5) else "lines")
    if bare(deal.date):
        yield Block(deal.date, "lines")
    yield Block("\n".join(_addressee(receiver, grammar)), "lines")
    if not titled and grammar.chance(0.55):
        subject = grammar.rng.choice(("Re: ", "RE: ", "Re:\t", "Subject: "))
        yield Block(subject + mark("TITLE", deal.title), "lines")
    elif separate:
        yield _title(deal, grammar)
    person = receiver if receiver.officer is None else None
    to = person.surname if person else receiver.officer.name.split(",")[0].split()[-1] if receiver.officer else ""
    greeting = grammar.rng.choice(
        ("Ladies and Gentlemen", "Gentlemen", f"Dear Mr. {to}", f"Dear Ms. {to}", f"Dear {to}", "Dear Sirs")
    )
    yield Block(greeting + grammar.rng.choice((":", ":", ",")), "lines")
    yield Block(
        grammar.given(
            PARTYA=mark("PARTY", sender.name),
            PARTYB=mark("PARTY", receiver.name),
            roleA=sender.role,
            roleB=receiver.role,
        ).name("letter_opening" if deal.kind in ("nda", "letter") else "letter_offer")
    )


def _address_lines(party: ContractParty) -> list[str]:
    street, _, rest = party.home.address.partition(", ")
    return [street, rest]


def _addressee(party: ContractParty, grammar: Grammar) -> list[str]:
    name = mark("PARTY", party.name)
    if party.officer is None:
        return [grammar.rng.choice(("Mr. ", "Ms. ", "", "", "Dr. ")) + name, *_address_lines(party)]
    officer = [party.officer.name, party.officer.office] if grammar.chance(0.6) else []
    attention = [f"Attention: {party.officer.name}"] if not officer and grammar.chance(0.5) else []
    return [*officer, name, *_address_lines(party), *attention]

"""How an agreement ends: signatures side by side or one below the other, and who else stands there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest

from nerkit.corpora.agreements.agreed_quantities import written_date
from nerkit.corpora.agreements.agreement_facts import AgreementFacts
from nerkit.corpora.agreements.clauses import Block
from nerkit.corpora.agreements.grammar import Grammar
from nerkit.corpora.agreements.markup import mark
from nerkit.corpora.agreements.people import ContractParty

_UNSIGNED, _COLUMNS, _DATED, _EXTRA, _NOTICES = 0.08, 0.22, 0.3, 0.15, 0.15
"""Shares of texts without signatures, with them side by side, dated, with a witness, with addresses of notices."""


def ending(deal: AgreementFacts, grammar: Grammar) -> Iterator[Block]:
    """Everything after the last clause."""
    if not deal.letter and grammar.chance(_NOTICES):
        yield from _addresses(deal, grammar)
    if grammar.chance(_UNSIGNED):
        return
    dated = not deal.date or grammar.chance(_DATED)
    signatures = [_signature(deal, party, grammar, dated=dated) for party in deal.parties]
    if deal.letter:
        if request := grammar.name("letter_request"):
            yield Block(request)
        yield Block(grammar.name("letter_closing"), "lines")
        yield Block("\n".join(signatures[0]), "lines")
        yield Block(grammar.name("acceptance"), "lines")
        yield from (Block("\n".join(lines), "lines") for lines in signatures[1:])
    else:
        if closing := grammar.name("closing"):
            yield Block(closing)
        if len(signatures) == 2 and grammar.chance(_COLUMNS):
            pairs = zip_longest(*signatures, fillvalue="")
            yield Block("\n".join(f"{left}\t{right}".rstrip() for left, right in pairs), "lines")
        else:
            yield from (Block("\n".join(lines), "lines") for lines in signatures)
    if grammar.chance(_EXTRA):
        yield Block(grammar.name("extra_ending"), "lines")


def _signature(deal: AgreementFacts, party: ContractParty, grammar: Grammar, *, dated: bool) -> list[str]:
    """The lines that a party signs; an officer's name is no party's."""
    name = mark("PARTY", party.name.upper() if grammar.chance(0.4) else party.name)
    if party.officer is None:
        rule = grammar.given(signed=mark("PARTY", party.name)).name("line")
        lines = [rule, name] if grammar.chance(0.7) else [name, f"Signature: {rule}"]
        if grammar.chance(0.2):
            lines = [f"{party.role.upper()}:", *lines]
    else:
        officer = party.officer
        rule = grammar.given(signed=officer.name).name("line")
        lines = [name, f"{grammar.rng.choice(('By: ', 'By: ', 'By ', 'Signature: ', 'Signed: ', 'BY: '))}{rule}"]
        style = grammar.rng.random()
        if style < 0.65:
            lines += [f"Name: {officer.name}", f"{grammar.rng.choice(('Title', 'Title', 'Its'))}: {officer.office}"]
        elif style < 0.9:
            lines += [officer.name, officer.office] if style < 0.8 else [f"{officer.name}, {officer.office}"]
        if grammar.chance(0.2):
            lines = [f"{party.role.upper()}:", *lines]
        elif grammar.chance(0.1):
            lines[0] = f"For {lines[0]}" if grammar.chance(0.5) else f"For and on behalf of {lines[0]}"
    if dated:
        label = "DATE" if deal.date else "AGREEMENT_DATE"
        later = timedelta(days=grammar.rng.randint(1, 9) if deal.date else 0)
        when = mark(label, written_date(deal.signed + later, grammar.rng, formal=False))
        word = grammar.rng.choice(("Date", "Dated", "Date Signed", "DATE"))
        lines.append(f"{word}: {when if grammar.chance(0.75) else '____________'}")
    return [line for line in lines if line.strip()]


def _addresses(deal: AgreementFacts, grammar: Grammar) -> Iterator[Block]:
    yield Block(
        grammar.rng.choice(
            ("Addresses for notices:", "Notices shall be sent as follows:", "All notices shall be addressed:")
        ),
        "lines",
    )
    for party in deal.parties:
        street, _, city = party.home.address.partition(", ")
        to = f"If to {grammar.rng.choice(('', 'the '))}{party.role}:"
        lines = [to, mark("PARTY", party.name), street, city]
        if party.officer is not None and grammar.chance(0.6):
            lines.append(f"Attention: {grammar.name('thirdperson') if grammar.chance(0.4) else party.officer.name}")
        if grammar.chance(0.3):
            lines += ["with a copy to:", grammar.name("lawfirm"), grammar.name("address")]
        yield Block("\n".join(lines), "lines")

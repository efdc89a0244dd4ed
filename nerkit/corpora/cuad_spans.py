"""Which stretches of a CUAD contract become entities, and which stay open.

Quotes of "Parties" mix names and roles, and those of terms and laws are whole clauses: the entity is the value inside
that equals the answer. Repeated titles and dates whose role is doubtful stay open, and so does a clause with an answer
whose value was not found inside it: nothing is learned from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from nerkit.corpora import cuad_answers as parse
from nerkit.corpora.align import find
from nerkit.corpora.contracts import ContractText, Located, Stretch, inside, same_duration
from nerkit.corpora.cuad_answers import BARE_DATE, Answers, Category
from nerkit.corpora.marking import Marking
from nerkit.records.relations import later
from nerkit.values import read_value

_OPENING = 3000
"""Characters after the first quoted place in which a title or date is still that of the contract's opening."""
_AROUND = 80
"""Characters around a duration in which the words stand that say what it is for."""
_TERM_SLACK = timedelta(days=3)
"""By how much start + term may miss the answer: terms end on the anniversary or on the day before."""

_NOTICE = re.compile(r"\b(?:notice|notif\w+|prior|advance|before|least|less than)\b", re.I)
_RENEWAL = re.compile(r"\b(?:renew\w*|exten\w+|additional|successive|further|subsequent|thereafter|each)\b", re.I)
_TERM = re.compile(r"\b(?:terms?|periods?|continue\w*|remain\w*|effect|expire\w*|until|for)\b", re.I)
_PERIOD = re.compile(
    r"\b(?:year|month)[\s-]to[\s-](?:year|month)\b|\b(?:an?|another|each|additional|successive)\s+(?:\w+\s+)?(?:year|month)\b"
    r"|\bannual(?:ly)?\b|\bmonthly\b",
    re.I,
)


def mark(contract: ContractText, answers: Answers) -> Marking:
    """All spans and open stretches of one contract."""
    marking = Marking()
    _title(marking, contract, answers.title)
    _parties(marking, contract, answers.party)
    _law(marking, contract, answers.governing_law)
    agreed = _agreement_date(marking, contract, answers.agreement_date)
    effective = _effective_date(marking, contract, answers.effective_date, agreed)
    _expiration_and_term(marking, contract, answers.expiration_date, effective or agreed)
    _renewal(marking, contract, answers.renewal_term)
    _notice(marking, contract, answers.notice_period)
    marking.add_generic(contract.mentions)
    return marking


def _title(marking: Marking, contract: ContractText, title: Category) -> None:
    names = parse.titles(title)
    places = contract.names(names, legal_form=False)
    if not places:
        marking.unknown |= {"TITLE"} if names else set()
        return
    opening = [place for place in places if place[0] < places[0][0] + _OPENING]
    headings = [place for place in opening if contract.stands_alone(*place)] or opening[:1]
    for place in headings:
        marking.add("TITLE", place)
    marking.leave_open((place for place in places if place not in headings), "TITLE")


def _parties(marking: Marking, contract: ContractText, party: Category) -> None:
    parties = parse.parties(party.answer, party.quotes).parties
    for one in parties:
        # A name that stands nowhere: somewhere in the text it is written differently.
        marking.unknown |= set() if contract.names(one.names) else {"PARTY"}
    for place in contract.names(name for one in parties for name in one.names):
        if any(start <= place[0] < end for start, end in contract.footers):
            marking.leave_open([place], "PARTY")
        else:
            marking.add("PARTY", place)


def _law(marking: Marking, contract: ContractText, law: Category) -> None:
    clauses = contract.clauses(law.quotes)
    wanted = {value for readings in parse.places(law.answer) for name in readings if (value := _place(name))}
    named = list(inside(contract.laws, clauses))
    if not law.answer:
        wanted = {place.value for place in named[:1]}
    right = [place.stretch for place in named if place.value in wanted]
    if not right:
        right = [
            place
            for name in wanted
            for start, end in clauses
            for place in find(contract.text, name, start=start, end=end)[:1]
        ]
    for place in right:
        marking.add("GOVERNING_LAW", place)
    if not right:
        _leave_unknown(marking, law, clauses, "GOVERNING_LAW")
    for other in contract.laws:
        if other.value in wanted and marking.free(other.stretch) and not contract.organised(other):
            marking.leave_open([other.stretch], "GOVERNING_LAW")


def _place(name: str) -> str | None:
    return read_value("place", name).value


def _agreement_date(marking: Marking, contract: ContractText, quoted: Category) -> set[str]:
    """Marks the date of the agreement; returns its value, empty where none is complete."""
    places = contract.clauses(quoted.quotes)
    days = _days(quoted)
    mentions = [mention for mention in inside(contract.dates, places) if not days or mention.value in days]
    right = [mention for mention in mentions if mention.start < mentions[0].start + _OPENING]
    for mention in right:
        marking.add("AGREEMENT_DATE", mention.stretch)
    if not right:
        _leave_unknown(marking, quoted, places, "AGREEMENT_DATE", "EFFECTIVE_DATE", "DATE")
    values = days or {mention.value for mention in right}
    others = [mention.stretch for mention in contract.dates if mention.value in values and mention not in right]
    marking.leave_open(others, "AGREEMENT_DATE", "EFFECTIVE_DATE")
    return values


def _effective_date(marking: Marking, contract: ContractText, quoted: Category, agreed: set[str]) -> set[str]:
    """Marks the date of effect where it is another than the agreement's, or a clause of its own gives it again."""
    places = contract.clauses(quoted.quotes)
    days = _days(quoted)
    clauses = [place for place in places if place[1] - place[0] >= BARE_DATE]
    mentions = [mention for mention in inside(contract.dates, places) if mention.value in days]
    own = [mention for mention in mentions if mention.value not in agreed]
    right = [mention for mention in own if mention.start < own[0].start + _OPENING]
    right += [mention for mention in inside(mentions, clauses) if mention not in right]
    for mention in right:
        marking.add("EFFECTIVE_DATE", mention.stretch)
    if not right and not days & agreed:
        _leave_unknown(marking, quoted, places, "EFFECTIVE_DATE", "AGREEMENT_DATE", "DATE")
    others = [mention.stretch for mention in contract.dates if mention.value in days and marking.free(mention.stretch)]
    marking.leave_open(others, "EFFECTIVE_DATE")
    return days


def _days(quoted: Category) -> set[str]:
    """The answer's complete dates; where it is empty, those that the quotes are."""
    return {day for readings in parse.days(quoted) for day in readings}


def _expiration_and_term(marking: Marking, contract: ContractText, quoted: Category, starts: Iterable[str]) -> None:
    clauses = contract.clauses(quoted.quotes)
    ends = parse.dates(quoted.answer)
    near = {(end + timedelta(days=shift)).isoformat() for end in ends for shift in (0, -1, 1)}
    explicit = [mention for mention in inside(contract.dates, clauses) if mention.value in near]
    for mention in explicit:
        marking.add("EXPIRATION_DATE", mention.stretch)
    durations = list(inside(contract.durations, clauses))
    fitting = [mention for mention in durations if any(_ends(start, mention.value, ends) for start in starts)]
    candidates = [mention for mention in durations if not _NOTICE.search(_around(contract, mention))]
    likely = [mention for mention in candidates if _says_term(_before(contract, mention))]
    chosen = fitting[:1] or likely[:1]
    for mention in chosen:
        marking.add("TERM", mention.stretch)
    marking.leave_open((mention.stretch for mention in candidates if mention not in chosen), "TERM")
    if not explicit:
        marking.leave_open((mention.stretch for mention in inside(contract.dates, clauses)), "EXPIRATION_DATE")
    if "[" in quoted.answer:  # a date with blanks
        marking.leave_open(clauses, "EXPIRATION_DATE")


def _says_term(before: str) -> bool:
    return bool(_TERM.search(before)) and not _RENEWAL.search(before)


def _ends(start: str, duration: str, ends: Sequence[date]) -> bool:
    """Whether the duration leads from the start to one of the ends."""
    reached = later(date.fromisoformat(start), duration)
    return reached is not None and any(abs(reached - end) <= _TERM_SLACK for end in ends)


def _renewal(marking: Marking, contract: ContractText, quoted: Category) -> None:
    clauses = contract.clauses(quoted.quotes)
    wanted = parse.durations(quoted.answer)
    equal = [
        mention
        for mention in (*inside(contract.durations, clauses), *_periods(contract, clauses))
        if any(same_duration(mention.value, one) for one in wanted) and marking.free(mention.stretch)
    ]
    renewing = [mention for mention in equal if _RENEWAL.search(_around(contract, mention))]
    quiet = [mention for mention in renewing if not _NOTICE.search(_after(contract, mention, 25))]
    right = quiet or renewing or equal
    for mention in right:
        marking.add("RENEWAL_TERM", mention.stretch)
    if not right:
        _leave_unknown(marking, quoted, clauses, "RENEWAL_TERM")


def _periods(contract: ContractText, clauses: Collection[Stretch]) -> list[Located]:
    """Periods without a number: "from year to year", "for an additional year"."""
    found: list[Located] = []
    for start, end in clauses:
        for match in _PERIOD.finditer(contract.text, start, end):
            value = read_value("duration", match[0]).value
            if value:
                found.append(Located(*match.span(), value))
    return found


def _notice(marking: Marking, contract: ContractText, quoted: Category) -> None:
    clauses = contract.clauses(quoted.quotes)
    wanted = parse.durations(quoted.answer)
    equal = [
        mention
        for mention in inside(contract.durations, clauses)
        if any(same_duration(mention.value, one) for one in wanted) and marking.free(mention.stretch)
    ]
    right = [mention for mention in equal if _NOTICE.search(_around(contract, mention))] or equal
    for mention in right:
        marking.add("NOTICE_PERIOD", mention.stretch)
    if not right:
        _leave_unknown(marking, quoted, clauses, "NOTICE_PERIOD")


def _leave_unknown(marking: Marking, quoted: Category, places: Sequence[Stretch], label: str, *others: str) -> None:
    """The annotators saw something that was not located: its clauses stay open, or the label in the whole document."""
    if places:
        marking.leave_open(places, label, *others)
    elif quoted.quotes or quoted.answer:
        marking.unknown |= {label}


def _before(contract: ContractText, mention: Located) -> str:
    return contract.text[max(0, mention.start - _AROUND) : mention.start]


def _after(contract: ContractText, mention: Located, reach: int = _AROUND) -> str:
    return contract.text[mention.end : mention.end + reach]


def _around(contract: ContractText, mention: Located) -> str:
    return contract.text[max(0, mention.start - 40) : mention.end + 40]

"""Check boxes: which options are ticked, and which question they answer. Told by their form and place alone.

An option stands behind its box, or before it where a line ends with a box. Boxes in a row answer what stands before
them on their line, or a line above that ends in a colon or a question mark; a box by itself answers its own option.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from nerkit.pairs.phrase import Phrase, is_check_box, is_checked

_ASKS = ":：?"
_LINE = 12
"""Phrases of a line that are looked at."""
_INDENT = 2.0
"""Heights by which boxes may be indented below what they answer, where that does not ask."""
_ABOVE = 2.5
"""Heights above a line of boxes within which their question may stand."""


@dataclass(frozen=True, slots=True)
class TickedChoice:
    """A question and its options, all as indices of phrases; `ticked` has those whose boxes have a mark.

    `question` is None where a box answers nothing but its own option. `taken` are all phrases that belong to it.
    """

    question: int | None
    options: tuple[int, ...]
    ticked: tuple[int, ...]
    taken: frozenset[int]


def choices(found: Sequence[Phrase]) -> list[TickedChoice]:
    """The choices of a document, in text order."""
    answered: list[TickedChoice] = []
    if not any(is_check_box(phrase.text) for phrase in found):
        return answered
    for _, line in groupby(enumerate(found), key=lambda pair: (pair[1].page, pair[1].line)):
        places = [i for i, _ in line]
        if any(is_check_box(found[i].text) for i in places):
            for choice in _on_line(found, places, answered):
                if choice.question is not None and answered and choice.question == answered[-1].question:
                    choice = _joined(answered.pop(), choice)
                answered.append(choice)
    return answered


def _joined(a: TickedChoice, b: TickedChoice) -> TickedChoice:
    """A choice whose options run over two lines."""
    return TickedChoice(a.question, (*a.options, *b.options), (*a.ticked, *b.ticked), a.taken | b.taken)


def _on_line(found: Sequence[Phrase], places: Sequence[int], before: Sequence[TickedChoice]) -> Iterator[TickedChoice]:
    boxes = [i for i in places if is_check_box(found[i].text)]
    behind = boxes[-1] != places[-1]
    options = {}
    for box in boxes:
        option = box + 1 if behind else box - 1
        if option in places and option not in boxes:
            options[box] = option
    used = {*boxes, *options.values()}
    runs = [part for asked, run in _runs(found, places, used, options) for part in _below_captions(found, asked, run)]
    for asked, run in runs:
        inside = {box: option for box, option in options.items() if box in run}
        question = asked if asked is not None else _above(found, places[0], before) if run[0] == places[0] else None
        yield from _answered(found, question, run, inside)


def _runs(
    found: Sequence[Phrase], places: Sequence[int], used: Collection[int], options: Mapping[int, int]
) -> Iterator[tuple[int | None, list[int]]]:
    """Boxes and options of a line that stand side by side, each time with the phrase before them, which asks."""
    run: list[int] = []
    asks: int | None = None
    for i in places:
        if i in used:
            run.append(i)
        elif not run or found[run[-1]].text[-1] not in _ASKS:
            if run:
                yield asks, run
            run, asks = [], i if any(c.isalpha() for c in found[i].text) else None
    if any(i in options or is_check_box(found[i].text) for i in run):
        yield asks, run


def _below_captions(
    found: Sequence[Phrase], asked: int | None, run: Sequence[int]
) -> Iterator[tuple[int | None, Sequence[int]]]:
    """Boxes below a line of captions, each of which stands above some of them, as parts of their own."""
    line = found[run[0]].line
    above = [i for i in range(max(0, run[0] - _LINE), run[0]) if found[i].line == line - 1]
    boxes = [i for i in run if is_check_box(found[i].text)]
    starts = [(b, a) for a in above for b in boxes[:-1] if abs(found[a].x0 - found[b].x0) < _INDENT]
    if asked is not None or len(above) < 2 or len(starts) < len(above) or any(_is_box(found[i]) for i in above):
        yield asked, run
        return
    starts.sort()
    ends = [*(box for box, _ in starts[1:]), run[-1] + 1]
    for (box, caption), end in zip(starts, ends, strict=True):
        yield caption, [i for i in run if box <= i < end]


def _is_box(phrase: Phrase) -> bool:
    return is_check_box(phrase.text)


def _answered(
    found: Sequence[Phrase], question: int | None, run: Sequence[int], options: Mapping[int, int]
) -> Iterator[TickedChoice]:
    """What boxes answer to a question, or each by itself where there is none."""
    boxes = [i for i in run if is_check_box(found[i].text)]
    ticked = tuple(option for box, option in options.items() if is_checked(found[box].text))
    if not options and question is not None:
        # "Citizen: [x]": the box has no option of its own and says yes or no to what stands before it.
        said = (question,) if is_checked(found[boxes[0]].text) else ()
        yield TickedChoice(None, (question,), said, frozenset({*boxes, question}))
    elif question is None:
        for box, option in options.items():
            yield TickedChoice(None, (option,), tuple(one for one in ticked if one == option), frozenset({box, option}))
    else:
        yield TickedChoice(question, tuple(options.values()), ticked, frozenset({*run, question}))


def _above(found: Sequence[Phrase], first: int, before: Sequence[TickedChoice]) -> int | None:
    """The question on a line above: that of the boxes there, where these stand below them, or one that asks."""
    if not first or found[first].blank or found[first].top - found[first - 1].bottom >= _ABOVE:
        return None
    if before and first - 1 in before[-1].taken:
        return before[-1].question
    above = found[first - 1]
    if above.text[-1:] in _ASKS:
        return first - 1
    # Several boxes below a line of its own, where it begins, answer it though it does not ask.
    alone = first < 2 or (found[first - 2].page, found[first - 2].line) != (above.page, above.line)
    several = (
        sum(is_check_box(phrase.text) for phrase in found[first : first + _LINE] if _beside(phrase, found[first])) > 1
    )
    return first - 1 if alone and several and abs(above.x0 - found[first].x0) < _INDENT else None


def _beside(a: Phrase, b: Phrase) -> bool:
    return (a.page, a.line) == (b.page, b.line)

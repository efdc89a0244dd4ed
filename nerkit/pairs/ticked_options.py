"""Check boxes: which options are ticked, and which question they answer. Told by their form and place alone.

An option stands behind its box, or before it where a line ends with a box. Boxes in a row answer what stands before
them on their line, or a line above that ends in a colon or a question mark; a box by itself answers its own option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nerkit.pairs.phrase import Phrase, is_check_box, is_checked

_ASKS = ":：?"
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
    asks = [i for i in places if i < boxes[0] and i not in used]
    question = asks[-1] if asks else _above(found, places[0], before)
    ticked = tuple(option for box, option in options.items() if is_checked(found[box].text))
    if not options and question is not None:
        # "Citizen: [x]": the box has no option of its own and says yes or no to what stands before it.
        said = (question,) if is_checked(found[boxes[0]].text) else ()
        yield TickedChoice(None, (question,), said, frozenset({*boxes, question}))
    elif question is None:
        for box, option in options.items():
            yield TickedChoice(None, (option,), tuple(one for one in ticked if one == option), frozenset({box, option}))
    else:
        yield TickedChoice(question, tuple(options.values()), ticked, frozenset({*used, question}))


def _above(found: Sequence[Phrase], first: int, before: Sequence[TickedChoice]) -> int | None:
    """The question on a line above: that of the boxes there, where these stand below them, or one that asks."""
    if not first or found[first].blank or found[first].top - found[first - 1].bottom >= _ABOVE:
        return None
    if before and first - 1 in before[-1].taken:
        return before[-1].question
    return first - 1 if found[first - 1].text[-1:] in _ASKS else None

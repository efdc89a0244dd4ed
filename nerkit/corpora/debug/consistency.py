"""Texts that are labelled here and not there, or with two labels: often right, as roles differ; often a slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity, counted
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.labels import ROLELESS
from nerkit.language.tokens import Tokens

_LONGEST = 12
"""Texts of more tokens hardly ever come twice."""

_SLIP = 0.25
"""A choice that is made so seldom for a text looks like a slip."""

UNMARKED = ""

Text = tuple[str, ...]


@dataclass
class _Uses:
    """How a text is used: the places by label, UNMARKED where it has none although its labels are marked throughout."""

    places: dict[str, list[tuple[LabelledDocument, Span]]] = field(default_factory=lambda: defaultdict(list))

    def slips(self) -> Iterator[tuple[str, str, list[tuple[LabelledDocument, Span]]]]:
        """What is done mostly, what seldom, and where."""
        total = sum(map(len, self.places.values()))
        usual = max(self.places, key=lambda label: (len(self.places[label]), label))
        for label, places in self.places.items():
            # A date of one invoice is a plain date of another: that says nothing.
            roles = not {usual, label} & ROLELESS or UNMARKED in (usual, label)
            if label != usual and roles and len(places) <= _SLIP * total:
                yield usual, label, places


def consistency_findings(documents: Sequence[tuple[LabelledDocument, Tokens]]) -> Iterator[Finding]:
    """Texts that mostly have a label and sometimes none, mostly none and sometimes one, or two labels.

    Each document comes with its tokens.
    """
    uses = _labelled(documents)
    _add_unmarked(documents, uses)
    found: dict[str, list[tuple[int, FaultPlace]]] = defaultdict(list)
    texts: dict[str, set[Text]] = defaultdict(set)
    for text, use in uses.items():
        for usual, label, places in use.slips():
            code = "unmarked" if label == UNMARKED else "marked-seldom" if usual == UNMARKED else "two-labels"
            texts[code].add(text)
            often = len(use.places[usual])
            times = f"{often} times {usual or 'unmarked'}"
            note = f"unmarked here, {times}" if label == UNMARKED else f"{times} elsewhere"
            found[code] += [(often, FaultPlace.of(document, span, note)) for document, span in places]
    for code, (severity, says, advice) in _KINDS.items():
        if found[code]:
            shown = [place for _, place in sorted(found[code], key=lambda each: -each[0])]
            sentence = f"{counted(len(texts[code]), 'text')} {says}: {counted(len(shown), 'place')} to look at"
            yield Finding(code, severity, len(shown), sentence, advice, shown)


def _labelled(documents: Sequence[tuple[LabelledDocument, Tokens]]) -> dict[Text, _Uses]:
    uses: dict[Text, _Uses] = defaultdict(_Uses)
    for document, tokens in documents:
        for span in document.spans:
            first, last = tokens.covering(span.start, span.end)
            if 0 < last - first <= _LONGEST:
                text = tuple(form.casefold() for form in tokens.forms[first:last])
                if any(character.isalnum() for form in text for character in form):
                    uses[text].places[span.label].append((document, span))
    return uses


def _add_unmarked(documents: Sequence[tuple[LabelledDocument, Tokens]], uses: dict[Text, _Uses]) -> None:
    """Add where labelled texts stand without a label, of those whose label the document marks throughout."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for text in uses:
        sizes[text[0]].add(len(text))
    for document, tokens in documents:
        forms = [form.casefold() for form in tokens.forms]
        taken = np.zeros(len(forms), dtype=bool)
        for span in (*document.spans, *document.open_spans):
            taken[slice(*tokens.covering(span.start, span.end))] = True
        for first, form in enumerate(forms):
            # The longest text that fits is what stands here: "New York" is no unmarked "New".
            for size in sorted(sizes.get(form, ()), reverse=True):
                text = tuple(forms[first : first + size])
                if text not in uses or taken[first : first + size].any():
                    continue
                labels = {label for label in uses[text].places if label != UNMARKED}
                if labels <= document.closed:
                    last = first + size
                    span = Span(int(tokens.starts[first]), int(tokens.ends[last - 1]), UNMARKED)
                    uses[text].places[UNMARKED].append((document, span))
                    taken[first:last] = True
                    break


_KINDS: dict[str, tuple[Severity, str, str]] = {
    "unmarked": (
        Severity.WARNING,
        "mostly labelled and now and then not",
        "Mark them, or leave them if they mean something else there: what is not marked teaches that it is nothing.",
    ),
    "two-labels": (
        Severity.WARNING,
        "with one label mostly and another now and then",
        "Look at these places: is the other label meant?",
    ),
    "marked-seldom": (
        Severity.NOTE,
        "mostly not labelled and now and then labelled",
        "If only some mentions are wanted, say in your guide which; if all are, mark the others.",
    ),
}

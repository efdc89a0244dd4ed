"""BILOU tags and spans are the same thing said twice."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from nerkit.tagging.bilou import TagSet, TokenSpan

TAGSET = TagSet(("PARTY", "TITLE", "DATE"))


@st.composite
def sequences(draw: st.DrawFn) -> tuple[list[TokenSpan], int]:
    spans = []
    position = 0
    for _ in range(draw(st.integers(0, 5))):
        start = position + draw(st.integers(0, 3))
        position = start + draw(st.integers(1, 4))
        spans.append(TokenSpan(start, position, draw(st.sampled_from(TAGSET.labels))))
    return spans, position + draw(st.integers(0, 3))


@given(sequences())
def test_spans_survive_the_way_through_tags(sequence: tuple[list[TokenSpan], int]) -> None:
    spans, length = sequence
    assert TAGSET.decode(TAGSET.encode(spans, length)) == spans


@given(sequences())
def test_tags_of_spans_are_always_legal(sequence: tuple[list[TokenSpan], int]) -> None:
    spans, length = sequence
    tags = TAGSET.encode(spans, length)
    assert all(TAGSET.transitions[a, b] for a, b in itertools.pairwise(tags))
    if tags:
        assert TAGSET.starts[tags[0]]
        assert TAGSET.ends[tags[-1]]


def test_names_of_tags_follow_the_scheme() -> None:
    party = TagSet(("PARTY",))
    assert party.names == ("O", "B-PARTY", "I-PARTY", "L-PARTY", "U-PARTY")
    names = dict(enumerate(party.names))
    follow = {(names[i], names[j]) for i, j in zip(*party.transitions.nonzero(), strict=True)}
    assert ("B-PARTY", "L-PARTY") in follow
    assert ("B-PARTY", "O") not in follow
    assert ("O", "I-PARTY") not in follow
    assert ("L-PARTY", "B-PARTY") in follow

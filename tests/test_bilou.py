"""BILOU tags and spans are the same thing said twice."""

import itertools

from hypothesis import assume, given
from hypothesis import strategies as st

from nerkit.tagging.bilou import SCHEMES, TagSet, TokenSpan

LABELS = ("PARTY", "TITLE", "DATE")
TAGSETS = [TagSet(LABELS, scheme) for scheme in SCHEMES]


@st.composite
def sequences(draw: st.DrawFn) -> tuple[list[TokenSpan], int]:
    spans = []
    position = 0
    for _ in range(draw(st.integers(0, 5))):
        start = position + draw(st.integers(0, 3))
        position = start + draw(st.integers(1, 4))
        spans.append(TokenSpan(start, position, draw(st.sampled_from(LABELS))))
    return spans, position + draw(st.integers(0, 3))


@given(sequences(), st.sampled_from(TAGSETS))
def test_spans_survive_the_way_through_tags(sequence: tuple[list[TokenSpan], int], tagset: TagSet) -> None:
    spans, length = sequence
    if tagset.scheme == "IO":
        touching = any((a.end, a.label) == (b.start, b.label) for a, b in itertools.pairwise(spans))
        assume(not touching)
    assert tagset.decode(tagset.encode(spans, length)) == spans


@given(st.data(), st.integers(0, 8), st.sampled_from(TAGSETS))
def test_legal_tags_survive_the_way_through_spans(data: st.DataObject, length: int, tagset: TagSet) -> None:
    tags: list[int] = []
    for _ in range(length):
        may_follow = tagset.transitions[tags[-1]] if tags else tagset.starts
        tags.append(data.draw(st.sampled_from(may_follow.nonzero()[0].tolist())))
    while tags and not tagset.ends[tags[-1]]:
        tags.pop()
    assert tagset.encode(tagset.decode(tags), len(tags)) == tags


@given(sequences(), st.sampled_from(TAGSETS))
def test_tags_of_spans_are_always_legal(sequence: tuple[list[TokenSpan], int], tagset: TagSet) -> None:
    spans, length = sequence
    assert legal(tagset, tagset.encode(spans, length))


def legal(tagset: TagSet, tags: list[int]) -> bool:
    moves = all(tagset.transitions[a, b] for a, b in itertools.pairwise(tags))
    return moves and (not tags or bool(tagset.starts[tags[0]] and tagset.ends[tags[-1]]))


def test_names_of_tags_follow_the_scheme() -> None:
    party = TagSet(("PARTY",))
    assert party.names == ("O", "B-PARTY", "I-PARTY", "L-PARTY", "U-PARTY")
    names = dict(enumerate(party.names))
    follow = {(names[i], names[j]) for i, j in zip(*party.transitions.nonzero(), strict=True)}
    assert ("B-PARTY", "L-PARTY") in follow
    assert ("B-PARTY", "O") not in follow
    assert ("O", "I-PARTY") not in follow
    assert ("L-PARTY", "B-PARTY") in follow


def test_in_bio_only_an_entity_of_the_same_label_goes_on() -> None:
    bio = TagSet(("PARTY", "DATE"), "BIO")
    assert bio.names == ("O", "B-PARTY", "I-PARTY", "B-DATE", "I-DATE")
    names = dict(enumerate(bio.names))
    before = {names[i] for i, j in zip(*bio.transitions.nonzero(), strict=True) if names[j] == "I-PARTY"}
    assert before == {"B-PARTY", "I-PARTY"}
    assert not bio.starts[bio.tag("I", "DATE")]
    assert bio.ends.all()


def test_in_io_any_tag_may_follow_any() -> None:
    io = TagSet(("PARTY", "DATE"), "IO")
    assert io.names == ("O", "I-PARTY", "I-DATE")
    assert io.transitions.all()
    assert io.starts.all()
    assert io.ends.all()


def test_io_joins_neighbours_of_one_label() -> None:
    io = TagSet(("PARTY", "DATE"), "IO")
    spans = [TokenSpan(0, 2, "PARTY"), TokenSpan(2, 3, "PARTY"), TokenSpan(3, 4, "DATE")]
    assert io.decode(io.encode(spans, 4)) == [TokenSpan(0, 3, "PARTY"), TokenSpan(3, 4, "DATE")]

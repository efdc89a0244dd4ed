"""Files as spaCy `Doc`s: tokens know their place on the page, and the pipeline tags what `nerkit tag` tags."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin

import nerkit
from nerkit.document import Box, Document, Page, Table, TableCell, Word
from nerkit.errors import DocError, EmptyFile, MissingFile
from nerkit.spacy import doc_from_document, doc_from_file, docs_from_files, layout_attributes

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
INVOICE, CONTRACT, RECEIPT = (SAMPLES / f"{name}.pdf" for name in ("invoice-usd-en", "services-contract", "receipt"))


@pytest.fixture(scope="module")
def invoice(tagging: Language) -> Doc:
    return doc_from_file(tagging, INVOICE)


def table() -> Document:
    """A row of two ruled cells, the first of two lines: "Net amount" beside "EUR 5"."""
    text = "Net\tEUR 5\namount"
    places = [(0, 3, 10, 10), (4, 7, 110, 10), (8, 9, 140, 10), (10, 16, 10, 22)]
    words = tuple(Word(start, end, Box(1, x, y, x + 25, y + 10)) for start, end, x, y in places)
    left = TableCell(0, 0, Box(1, 0, 0, 100, 40), (0, 3))
    right = TableCell(0, 1, Box(1, 100, 0, 200, 40), (1, 2))
    around = Table(Box(1, 0, 0, 200, 40), 1, 2, (left, right))
    return Document("table", text, words, (Page(1, 200, 300, 0, len(text)),), tables=(around,))


def test_a_doc_has_the_text_and_the_tokens_of_the_pipelines_own_tokenizer(tagging: Language, invoice: Doc) -> None:
    document = nerkit.read(INVOICE)
    assert invoice.text == document.text
    assert [token.text for token in invoice] == [token.text for token in tagging.make_doc(document.text)]
    assert invoice._.document == document


@pytest.mark.parametrize("path", [INVOICE, CONTRACT, RECEIPT])
def test_entities_and_record_are_those_of_nerkit_tag(tagging: Language, path: Path) -> None:
    doc = doc_from_file(tagging, path)
    result = nerkit.load()(path)
    found = [(row["label"], row["start"], row["end"]) for row in doc.user_data["nerkit"]["entities"]]
    assert found == [(entity.label, entity.start, entity.end) for entity in result.entities]
    assert doc._.record == result.to_dict()["record"]
    for span in doc.ents:
        assert span._.boxes
        assert {box.page for box in span._.boxes} == {token._.page for token in span}


def test_every_token_knows_its_page_and_box(invoice: Doc) -> None:
    page = invoice._.document.pages[0]
    for token in invoice:
        assert token._.page == 1
        assert (token._.box is None) == token.is_space
        if token._.box:
            assert 0 <= token._.box.x0 < token._.box.x1 <= page.width
            assert 0 <= token._.box.top < token._.box.bottom <= page.height


def test_pages_are_told_apart(tagging: Language) -> None:
    doc = doc_from_document(tagging, nerkit.read(CONTRACT))
    assert {token._.page for token in doc} == set(range(1, len(doc._.document.pages) + 1))


def test_lines_and_blocks_are_those_of_the_page(invoice: Doc) -> None:
    lines = [span.text for span in invoice.spans["lines"]]
    assert lines == [line.strip() for line in invoice.text.replace("\f", "\n").split("\n") if line.strip()]
    blocks = [span.text for span in invoice.spans["blocks"]]
    assert len(blocks) > 3
    assert "".join("".join(blocks).split()) == "".join(invoice.text.split())
    assert all("\n\n" not in block for block in blocks)


def test_cells_of_tables_are_spans_with_their_row_and_column(tagging: Language) -> None:
    doc = doc_from_document(tagging, table())
    cells = [(span.id_, span.text) for span in doc.spans["table_cells"]]
    assert cells == [("0:0:0", "Net"), ("0:0:0", "amount"), ("0:0:1", "EUR 5")]
    assert doc.spans["table_cells"][0]._.boxes == (Box(1, 10, 10, 35, 20),)


def test_sentences_start_at_layout_breaks_and_not_at_the_ends_of_lines(tagging: Language) -> None:
    words = "A title\n\nThis goes on\nin a second line.\nDate:\t1 May\nEnd\fNext"
    document = Document("text", words, tuple(Word(m.start(), m.end()) for m in re.finditer(r"\S+", words)), ())
    sentences = [span.text.strip() for span in doc_from_document(tagging, document).sents]
    assert sentences == ["A title", "This goes on\nin a second line.", "Date:", "1 May", "End", "Next"]


def test_the_sentencizer_adds_its_own_starts(tagging: Language) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp(doc_from_document(nlp, nerkit.read(CONTRACT)))
    starts = {token.idx for token in doc if token.is_sent_start}
    assert set(layout_attributes.sentence_starts(doc.text)) < starts


def test_a_matcher_gives_back_boxes(invoice: Doc) -> None:
    matcher = Matcher(invoice.vocab)
    matcher.add("email", [[{"LIKE_EMAIL": True}]])
    (match,) = matcher(invoice, as_spans=True)
    (box,) = match._.boxes
    (word,) = invoice._.document.words_between(match.start_char, match.end_char)
    assert box == word.box


def test_places_survive_storing(invoice: Doc) -> None:
    stored = DocBin(store_user_data=True, docs=[invoice]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    assert [token._.box for token in again] == [token._.box for token in invoice]
    assert again._.document == invoice._.document
    assert [span.id_ for span in again.spans["lines"]] == [span.id_ for span in invoice.spans["lines"]]
    assert [span.text for span in again.spans["lines"]] == [span.text for span in invoice.spans["lines"]]
    assert again._.record == invoice._.record


def test_a_part_of_a_doc_has_no_places_rather_than_wrong_ones(invoice: Doc) -> None:
    part = invoice[20:40].as_doc(copy_user_data=True)
    assert part._.document is None
    assert {token._.box for token in part} == {None}


def test_a_text_has_no_places(tagging: Language) -> None:
    doc = tagging("Invoice No. 4711")
    assert (doc._.document, doc[0]._.page, doc[0]._.box, doc[:2]._.boxes) == (None, None, None, ())


def test_worker_processes_use_the_layout_too(tagging: Language) -> None:
    paths = [INVOICE, RECEIPT, INVOICE]
    here = list(docs_from_files(tagging, paths))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork in a process with threads
        there = list(docs_from_files(tagging, paths, n_process=2, batch_size=1))
    assert [doc._.document.source for doc in there] == list(map(str, paths))
    assert [[(span.label_, span.start) for span in doc.ents] for doc in there] == [
        [(span.label_, span.start) for span in doc.ents] for doc in here
    ]


def test_files_are_read_ahead_but_not_all_of_them(tagging: Language) -> None:
    taken = []

    def paths() -> Iterator[Path]:
        while True:
            taken.append(INVOICE)
            yield INVOICE

    docs = docs_from_files(tagging, paths(), readers=2, batch_size=1)
    assert next(docs)._.document.source == str(INVOICE)
    assert 2 <= len(taken) < 10
    docs.close()  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_is_told_and_the_others_come(tagging: Language, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    told: list[tuple[object, Exception]] = []
    docs = docs_from_files(
        tagging, [tmp_path / "none.pdf", RECEIPT, empty], on_error=lambda path, error: told.append((path, error))
    )
    assert [doc._.document.source for doc in docs] == [str(RECEIPT)]
    assert [(path, type(error)) for path, error in told] == [(tmp_path / "none.pdf", MissingFile), (empty, EmptyFile)]


def test_without_a_callback_a_file_that_cannot_be_read_is_a_warning(tagging: Language, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match=r"left out: .*none\.pdf.*\(missing-file\)"):
        assert list(docs_from_files(tagging, [tmp_path / "none.pdf"])) == []


def test_a_single_file_that_cannot_be_read_is_an_error(tagging: Language, tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        doc_from_file(tagging, tmp_path / "none.pdf")


def test_reading_options_are_passed_on(tagging: Language) -> None:
    assert len(doc_from_file(tagging, SAMPLES / "invoice-usd-en-scan.pdf", ocr="never")) == 0


def test_a_file_longer_than_the_pipeline_takes_says_what_to_set() -> None:
    nlp = spacy.blank("en")
    nlp.max_length = 100
    with pytest.raises(DocError, match=r"nlp\.max_length \(100\)"):
        doc_from_file(nlp, INVOICE)


def test_a_tokenizer_that_changes_the_text_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.split())
    with pytest.raises(DocError, match="tokenizer changes the text"):
        doc_from_file(nlp, INVOICE)


def test_a_tokenizer_without_rules_will_do() -> None:
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.add_pipe("nerkit")
    doc = doc_from_file(nlp, INVOICE)
    found = [(row["label"], row["start"]) for row in doc.user_data["nerkit"]["entities"]]
    assert found == [(entity.label, entity.start) for entity in nerkit.load()(INVOICE).entities]


@given(text=st.text(st.sampled_from("aB1 \n\t\f."), max_size=40))
def test_lines_blocks_and_sentence_starts_fit_any_text(text: str) -> None:
    lines, blocks = list(layout_attributes.lines(text)), list(layout_attributes.blocks(text))
    for stretches in (lines, blocks):
        assert "".join("".join(text[start:end].split()) for start, end in stretches) == "".join(text.split())
        assert all(text[start:end] == text[start:end].strip() for start, end in stretches)
    assert {start for start, _ in blocks} <= {start for start, _ in lines}
    starts = list(layout_attributes.sentence_starts(text))
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts)
    assert {start for start, _ in blocks[1:]} <= set(starts)


@pytest.mark.parametrize("number", range(3))
def test_the_examples_in_the_docs_run(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[1]
    examples = re.findall(r"```python\n(.*?)```", (root / "docs" / "spacy.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    monkeypatch.chdir(root)
    exec(compile(examples[number], "docs/spacy.md", "exec"), {})

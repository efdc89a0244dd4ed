"""`nerkit benchmark yardsticks` and `moved`: what is measured, what is kept, and what is said to have moved."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from nerkit import models
from nerkit.benchmarks.yardsticks.cases import Case, read_cases
from nerkit.benchmarks.yardsticks.catalogue import catalogue
from nerkit.benchmarks.yardsticks.remembered import RememberingTagger
from nerkit.benchmarks.yardsticks.table import YardstickTable
from nerkit.cli.main import app
from nerkit.corpora.registry import READERS
from nerkit.errors import CorpusError
from nerkit.reading import document_from_text
from nerkit.tagging import Tagger

ROOT = Path(__file__).parents[1]

INVOICE = "Example Ltd\nInvoice No. 4711\nInvoice date: 3 May 2024\nTotal: EUR 20.00\n"


def nerkit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["benchmark", *map(str, arguments)])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of corpora with two of the yardsticks: an invoice, a broken file, a file of no values; and a case."""
    monkeypatch.setenv("NERKIT_CACHE", str(tmp_path / "cache"))
    wild, cases = tmp_path / "data" / "wild" / "invoices", tmp_path / "cases"
    for folder in (wild, cases):
        folder.mkdir(parents=True)
        (folder / "plain.txt").write_text(INVOICE, encoding="utf-8")
    (wild / "broken.pdf").write_bytes(b"no PDF")
    (wild / "other.txt").write_text(INVOICE, encoding="utf-8")
    gold = [
        {"source": "plain.txt", "record": {"invoice_number": [["4711"]], "total_amount": [["20.00"]]}},
        {"source": "broken.pdf", "record": {"total_amount": [["5.00"]]}},
        {"source": "other.txt", "record": {}},
    ]
    (wild / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    (cases / "cases.jsonl").write_text('{"source": "plain.txt", "want": {"total_amount": ["20"]}}', encoding="utf-8")
    return tmp_path / "data"


def test_a_run_measures_what_is_there_and_is_not_done_twice(data: Path, tmp_path: Path) -> None:
    def measured(*options: str) -> YardstickTable:
        found = nerkit("yardsticks", data, "-o", tmp_path / "run", *options)
        assert found.exit_code == 0, found.output
        assert found.output.splitlines()[0] == "kleister-nda       not there"
        assert "wild-invoices        3 documents   records 0.571" in found.output
        assert "1 not read" in found.output
        return YardstickTable.read(tmp_path / "run" / "table.json")

    first = measured()
    assert list(first.yardsticks) == ["wild-invoices", "cases"]
    figure = first.yardsticks["wild-invoices"].figures["records"]
    assert (figure.hits, figure.extra, figure.missed, figure.documents) == (2, 2, 1, 3)
    assert figure.by_name["total_amount"].missed == 1
    assert first.yardsticks["cases"].figures["cases"].f1 == 1
    outputs = tmp_path / "run" / "wild-invoices" / "predictions.jsonl"
    assert json.loads(outputs.read_text(encoding="utf-8").splitlines()[0])["kind"] == "invoice"

    outputs.unlink()
    assert measured() == first
    assert not outputs.exists(), "nothing was changed, but it was measured again"
    assert measured("--again") == first
    assert outputs.exists()
    gold = data / "wild" / "invoices" / "gold.jsonl"
    gold.write_text(gold.read_text(encoding="utf-8").replace("4711", "4712"), encoding="utf-8")
    again = nerkit("yardsticks", data, "-o", tmp_path / "run", "--only", "wild-invoices")
    assert "records 0.286" in again.output, "the corpus was changed, and the old figure was taken"


def test_what_cannot_be_measured_is_said_in_a_line(tmp_path: Path) -> None:
    assert "there is no yardstick 'kleister'" in str(nerkit("yardsticks", tmp_path, "--only", "kleister").exception)
    assert "make yardsticks DATA=FOLDER" in str(nerkit("yardsticks", tmp_path / "none").exception)
    assert "run `make yardsticks` first" in str(nerkit("moved", tmp_path / "none").exception)
    (tmp_path / "table.json").write_text("{}", encoding="utf-8")
    assert "no table of yardsticks" in str(nerkit("moved", tmp_path / "table.json").exception)


def test_every_yardstick_names_a_corpus_that_is_read() -> None:
    for yardstick in catalogue().values():
        assert yardstick.measure != "records" or yardstick.corpus in READERS


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(models.find())


class TestRemembering:
    def test_what_was_tagged_is_kept_and_is_the_same_again(self, tagger: Tagger, tmp_path: Path) -> None:
        remembering = RememberingTagger(tagger, models.find(), tmp_path)
        document = document_from_text(INVOICE, "a.txt")
        assert tagger.tag(document) == remembering.tag(document) == remembering.tag(document)
        [entry] = tmp_path.rglob("*.json")
        assert entry.stat().st_mode & 0o077 == 0
        entry.write_text(entry.read_text(encoding="utf-8").replace("TOTAL_AMOUNT", "NET_AMOUNT"), encoding="utf-8")
        assert "NET_AMOUNT" in [e.label for e in remembering.tag(document)], "the entry was not used"
        entry.write_text("{damaged", encoding="utf-8")
        assert remembering.tag(document) == tagger.tag(document)

    def test_a_text_that_the_network_sees_otherwise_is_tagged_anew(self, tagger: Tagger, tmp_path: Path) -> None:
        remembering = RememberingTagger(tagger, models.find(), tmp_path)
        for text in (INVOICE, INVOICE.replace("Total", "Amount due"), INVOICE.replace("\n", "\n\n")):
            document = document_from_text(text, "a.txt")
            assert remembering.tag(document) == tagger.tag(document)
        assert len(list(tmp_path.rglob("*.json"))) == 3

    def test_another_model_has_entries_of_its_own(self, tagger: Tagger, tmp_path: Path) -> None:
        other = tmp_path / "model"
        shutil.copytree(models.find(), other)
        (other / "config.json").write_text((other / "config.json").read_text(encoding="utf-8") + " ", encoding="utf-8")
        for model in (models.find(), other):
            RememberingTagger(tagger, model, tmp_path / "kept").tag(document_from_text(INVOICE, "a.txt"))
        assert len(list((tmp_path / "kept").rglob("*.json"))) == 2


class TestMoved:
    @staticmethod
    def tables(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> tuple[Path, Path]:
        """A table with one yardstick, and the same after `change`."""
        counts = {"f1": 0.9, "hits": 9, "extra": 1, "missed": 1}
        figure = {**counts, "documents": 5, "interval": [0.8, 1], "precision": 0.9, "recall": 0.9}
        table = {
            "measured_with": {"model": "default"},
            "yardsticks": {"cuad": {"figures": {"records": {**figure, "by_name": {"party": {**counts}}}}}},
        }
        old, new = tmp_path / "old.json", tmp_path / "new.json"
        old.write_text(json.dumps(table), encoding="utf-8")
        change(table["yardsticks"])
        new.write_text(json.dumps(table), encoding="utf-8")
        return old, new

    def test_nothing_moved(self, tmp_path: Path) -> None:
        found = nerkit("moved", *self.tables(tmp_path, lambda table: None))
        assert (found.exit_code, found.output.split()) == (0, ["cuad", "records", "0.9000,", "the", "same"])

    @pytest.mark.parametrize(
        ("f1", "status", "said"),
        [(0.8979, 1, "-0.0021  fell"), (0.898, 0, "-0.0020\n"), (0.95, 0, "+0.0500\n")],
    )
    def test_a_figure_that_fell_by_more_than_the_tolerance_ends_with_status_1(
        self, tmp_path: Path, f1: float, status: int, said: str
    ) -> None:
        found = nerkit("moved", *self.tables(tmp_path, lambda t: t["cuad"]["figures"]["records"].update(f1=f1)))
        assert (found.exit_code, said in found.output) == (status, True), found.output
        found = nerkit("moved", "--tolerance", "0.01", *self.tables(tmp_path, lambda table: None))
        assert found.exit_code == 0

    def test_the_fields_that_moved_are_named_with_their_counts(self, tmp_path: Path) -> None:
        def change(table: dict[str, Any]) -> None:
            table["cuad"]["figures"]["records"]["by_name"]["party"].update(f1=0.8421, hits=8, missed=2)

        found = nerkit("moved", *self.tables(tmp_path, change))
        said = "party: F1 0.900 (9 right, 1 extra, 1 missed) → F1 0.842 (8 right, 1 extra, 2 missed)"
        assert (found.exit_code, said in found.output) == (0, True)

    def test_a_yardstick_that_one_table_lacks_did_not_fall(self, tmp_path: Path) -> None:
        def change(table: dict[str, Any]) -> None:
            table["fin"] = table.pop("cuad")

        found = nerkit("moved", *self.tables(tmp_path, change))
        assert found.exit_code == 0
        assert found.output.split("\n")[0].split() == ["cuad", "records", "not", "measured"]
        assert found.output.split("\n")[1].split() == ["fin", "records", "0.9000,", "new"]


OUTPUT: dict[str, Any] = {
    "source": "in/a.pdf",
    "kind": "invoice",
    "record": {"title": [{"value": "Services Agreement"}], "total_amount": [{"value": "20.00", "currency": "EUR"}]},
    "line_items": [{"description": {"value": "Site survey, north"}, "amount": {"value": "20.00"}}],
    "warnings": [{"code": "xfa", "message": "A form of XFA", "page": None}],
    "page_range": [1, 2],
}
MEMBER: dict[str, Any] = {"source": "in/a.pdf/b.pdf", "kind": "other", "record": {}, "page_range": [1, 1]}


class TestCases:
    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ({"want": {"total_amount": ["20"]}}, {"want": {"total_amount": ["20", "21"]}}),
            ({"want": {"net_amount": []}}, {"want": {"total_amount": []}}),
            ({"want": {"title": ["Agreement", "services agreement"]}}, {"want": {"title": ["Agreement"]}}),
            ({"lines": [["Site", "20"]]}, {"lines": [["Report", "20"]]}),
            ({"lines": [["Site survey", "20.00"]]}, {"lines": []}),
            ({"kind": "invoice"}, {"kind": "contract"}),
            ({"currency": {"total_amount": "EUR"}}, {"currency": {"total_amount": "USD"}}),
            ({"warns": "xfa"}, {"warns": "signature"}),
            ({"records": 1}, {"records": 2}),
            ({"documents": [[1, 2], [1, 1]]}, {"documents": [[1, 1]]}),
        ],
    )
    def test_a_case_says_what_must_be_true_of_what_comes_out(
        self, right: dict[str, Any], wrong: dict[str, Any]
    ) -> None:
        outputs = [OUTPUT, MEMBER, {"source": "in/other.pdf", "kind": "invoice"}]
        for demands, faults in ((right, []), (wrong, list(wrong.get("want", wrong)))):
            case = Case.model_validate({"source": "a.pdf", **demands})
            assert case.faults(case.outputs(outputs)) == faults

    def test_a_file_inside_the_file_is_a_result_of_its_own(self) -> None:
        case = Case(source="a.pdf", members=True)
        assert case.faults([OUTPUT]) == ["members"]
        assert case.faults([OUTPUT, MEMBER]) == []

    def test_a_file_that_failed_is_wrong_unless_that_is_what_is_wanted(self) -> None:
        failed = {"source": "a.pdf", "error": {"code": "encrypted-pdf", "message": "…"}}
        assert Case(source="a.pdf").faults([]) == Case(source="a.pdf").faults([failed]) == ["result"]
        assert Case(source="a.pdf", warns="encrypted").faults([failed]) == []

    def test_a_line_that_is_no_case_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "cases.jsonl").write_text('{"source": "a.pdf"}\n{"source": "a.pdf", "wnat": {}}', encoding="utf-8")
        with pytest.raises(CorpusError, match="line 2"):
            read_cases(tmp_path)


class TestDocuments:
    """What README and the page of benchmarks say is what the committed table says."""

    TABLE = YardstickTable.read(ROOT / "docs" / "yardsticks.json")

    def test_the_readme_says_what_was_measured(self) -> None:
        rows = re.findall(
            r"^\| (.*) \| (0\.\d+ \(.*?\)) \| `([\w-]+)` \|$", (ROOT / "README.md").read_text("utf-8"), re.M
        )
        assert len(rows) == 10
        for what, said, name in rows:
            figure = self.TABLE.yardsticks[name].figures["records"]
            assert (name, said) == (name, str(figure))
            assert what.startswith((f"{figure.documents} ", "the same "))

    def test_the_models_card_says_what_was_measured(self) -> None:
        card = json.loads((models.find() / "card.json").read_text("utf-8"))
        told = card["F1 of records on documents it was not trained on"]
        assert told == {name: round(self.TABLE.yardsticks[name].figures["records"].f1, 3) for name in told}

    def test_the_page_of_benchmarks_says_what_was_measured(self) -> None:
        text = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
        rows = re.findall(r"^\| `([\w-]+)`: .*? \| (\d+) \|.*?\| (0.*)$", text, re.M)
        assert len(rows) == 10
        for name, documents, figures in rows:
            figure = self.TABLE.yardsticks[name].figures["records"]
            rates = f"{figure.precision:.3f} | {figure.recall:.3f} | **{figure.f1:.3f}**"
            low, high = figure.interval
            assert (name, int(documents)) == (name, figure.documents)
            assert figures.endswith(f"{rates} | {low:.3f} – {high:.3f} |")

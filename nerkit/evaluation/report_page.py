"""A report as one HTML page that needs nothing else: no script, no other file; all text of documents is escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files

from nerkit.evaluation.comparison import Comparison
from nerkit.evaluation.confusion import BORDERS, MISSED, SPURIOUS, Confusion
from nerkit.evaluation.counts import Figure, Rates
from nerkit.evaluation.evaluation_report import EvaluationReport
from nerkit.evaluation.judged_spans import JudgedSpan
from nerkit.evaluation.plots import reliability_plot, threshold_plot, whisker
from nerkit.evaluation.records import WrongField
from nerkit.evaluation.reliability import by_label, reliability
from nerkit.evaluation.sides import rows

_WORST = 30
"""How many documents are shown with their text."""

_CATEGORIES = ("correct", "partial", "incorrect", "missing", "spurious")


def page(report: EvaluationReport, comparison: Comparison | None = None) -> str:
    """The whole page, `comparison` in it where there is one."""
    style = files("nerkit.evaluation").joinpath("page.css").read_text(encoding="utf-8")
    title = f"{report.predictions.name} on {report.documents} document{'s' * (report.documents != 1)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"{''.join(_parts(report, comparison))}</body>\n</html>\n"
    )


def _parts(report: EvaluationReport, comparison: Comparison | None) -> Iterator[str]:
    yield "".join(f'<p class="note">{escape(note)}</p>\n' for note in report.predictions.notes)
    yield _summary(report)
    if comparison:
        yield _comparison(comparison)
    if report.span_table.names:
        macro = f"Macro F1, where each label weighs the same: {report.span_table.macro_f1()}."
        yield _section("Entities", _rates(report.span_table.rates() | report.span_table.micro.rates()), macro)
        yield _section("Entities, by measure", _measures(report), _MEASURES)
        yield _section("Words", _rates(report.token_table.rates() | report.token_table.micro.rates()))
    if report.record_table.names:
        yield _section("Records", _rates(report.record_table.rates() | report.record_table.micro.rates()))
    if report.span_table.names:
        yield _section("What was found instead", _confusion(report.confusion), _CONFUSION)
    if report.confusion.borders:
        yield _section("Borders", _borders(report.confusion))
    if report.found:
        yield _section("Confidence", _confidence(report))
    for name, parts in report.slices.items():
        yield _section(f"Entities by {name}", _rates(parts.rates()))
    yield from _worst(report)


def _summary(report: EvaluationReport) -> str:
    facts: list[tuple[str, Figure]] = []
    if report.span_table.names:
        facts.append(("F1 of entities, strict", report.span_table.micro.rates()["micro"].f1))
        facts.append(("F1 of words", report.token_table.micro.rates()["micro"].f1))
    if report.record_table.names:
        facts.append(("F1 of record values", report.record_table.micro.rates()["micro"].f1))
        facts.append(("records right in every field", report.whole_records))
    cells = "".join(
        f"<div><dt>{name}</dt><dd>{figure.value:.3f}<small>{figure.said_interval()}</small></dd></div>"
        for name, figure in facts
    )
    return f"<dl>{cells}</dl>\n<p>In small figures: 95 % intervals, by drawing documents anew (bootstrap).</p>\n"


def _comparison(comparison: Comparison) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in comparison.sentences)
    body = (
        (label, f"{row.f1.value:+.3f}", row.f1.said_interval("+.3f"), row.said_p)
        for label, row in comparison.labels.items()
    )
    table = _table(("", "difference of F1", "95 % interval", "p (Holm)"), body)
    return _section(f"Against {comparison.theirs.predictions.name}", sentences + table)


def _rates(rates: Mapping[str, Rates]) -> str:
    body = (
        (
            name,
            *(_figure(figure) for figure in (row.said_precision, row.said_recall, row.f1)),
            whisker(row.f1) if row.wanted else "",
            f"{row.wanted:g}",
            f"{row.found:g}",
        )
        for name, row in rates.items()
    )
    return _table(("", "P", "R", "F1", "", "wanted", "found"), body, raw=(1, 2, 3, 4))


def _measures(report: EvaluationReport) -> str:
    body = (
        (name, _figure(row.f1), whisker(row.f1), *(str(report.categories[name][each]) for each in _CATEGORIES))
        for name, row in report.measures.rates().items()
    )
    return _table(("", "F1", "", *_CATEGORIES), body, raw=(1, 2))


def _confusion(confusion: Confusion) -> str:
    wanted = [*sorted({a for a, _ in confusion.labels} - {SPURIOUS}), SPURIOUS]
    found = [*sorted({b for _, b in confusion.labels} - {MISSED}), MISSED]
    most = max((n for (a, b), n in confusion.labels.items() if a != b), default=1)

    def cell(a: str, b: str) -> str:
        count = confusion.labels[a, b]
        if not count:
            return "<td></td>"
        strength = "" if a == b else f' style="--strength:{round(100 * count / most)}%"'
        return f'<td class="{"same" if a == b else "other"}"{strength}>{count}</td>'

    head = "".join(f'<th scope="col"><span>{escape(name)}</span></th>' for name in found)
    body = "".join(f'<tr><th scope="row">{escape(a)}</th>{"".join(cell(a, b) for b in found)}</tr>\n' for a in wanted)
    return f'<table class="confusion"><thead><tr><th></th>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n'


def _borders(confusion: Confusion) -> str:
    labels = sorted({label for label, _ in confusion.borders})
    body = ((label, *(str(confusion.borders[label, kind]) for kind in BORDERS)) for label in labels)
    return _table(("right label", *BORDERS), body)


def _confidence(report: EvaluationReport) -> str:
    measured = reliability(report.found)
    plots = (
        f"<figure>{reliability_plot(measured)}<figcaption>Calibration error (ECE) {measured.ece:.3f}; chance alone "
        f"would give {measured.floor:.3f}. On the dashed line confidences mean what they say.</figcaption></figure>"
        f"<figure>{threshold_plot(report.thresholds.rates())}<figcaption>"
        '<span class="a">precision</span>, <span class="b">recall</span> and <span class="c">F1</span> where entities '
        "below a confidence are left out, with 95 % intervals.</figcaption></figure>"
    )
    groups = ((label, group, reliability(group)) for label, group in by_label(report.found).items())
    body = (
        (
            label,
            str(len(group)),
            f"{sum(o.confidence for o in group) / len(group):.3f}",
            f"{sum(o.right for o in group) / len(group):.3f}",
            f"{each.ece:.3f}",
            f"{each.floor:.3f}",
        )
        for label, group, each in groups
    )
    return f'<div class="plots">{plots}</div>\n' + _table(
        ("", "found", "confidence", "right", "ECE", "by chance"), body
    )


def _worst(report: EvaluationReport) -> Iterator[str]:
    worst = report.worst()
    if not worst:
        return
    marks: dict[int, list[JudgedSpan]] = defaultdict(list)
    for mark in report.marks:
        marks[mark.document].append(mark)
    yield f"<h2>Documents with the most errors: {min(_WORST, len(worst))} of {len(worst)} that have any</h2>\n"
    for place, number in enumerate(worst[:_WORST]):
        hits, extra, missed = map(int, report.span_table.counts[number].sum(axis=0))
        document, fields = report.gold[number].document, report.field_errors[number]
        counts = [f"{missed} missed, {extra} wrong, {hits} right"] * bool(hits + extra + missed)
        counts += [f"{len(fields)} wrong field{'s' * (len(fields) != 1)}"] * bool(fields)
        yield (
            f"<details{' open' * (place < 3)}>\n<summary><b>{escape(document.source)}</b> "
            f"{'; '.join(counts)}</summary>\n"
        )
        if fields:
            yield _fields(fields)
        if extra or missed:
            yield '<table class="sides"><thead><tr><th>Wanted</th><th>Found</th></tr></thead>\n<tbody>'
            yield from rows(document.text, marks[number])
            yield "</tbody></table>\n"
        yield "</details>\n"


def _fields(errors: Iterable[WrongField]) -> str:
    body = ((each.field, "; ".join(each.missed) or "–", "; ".join(each.extra) or "–") for each in errors)
    table = _table(("record", "wanted, not found", "found, not wanted"), body)
    return f'<div class="scroll">{table}</div>\n'


def _section(title: str, body: str, about: str = "") -> str:
    about = f"<p>{about}</p>\n" if about else ""
    return f'<section>\n<h2>{escape(title)}</h2>\n{about}<div class="scroll">{body}</div>\n</section>\n'


def _table(head: Iterable[str], body: Iterable[Iterable[str]], raw: tuple[int, ...] = ()) -> str:
    """A table; the cells of the columns in `raw` are HTML already."""
    heading = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell)}</th>' if i == 0 else f"<td>{cell if i in raw else escape(cell)}</td>"
            for i, cell in enumerate(row)
        )
        + "</tr>\n"
        for row in body
    )
    return f"<table><thead><tr>{heading}</tr></thead>\n<tbody>{lines}</tbody></table>\n"


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return f"{figure.value:.3f}<small>{figure.said_interval()}</small>"


_MEASURES = (
    "Strict: borders and label right. Exact: borders right. Partial: half a point where borders overlap. "
    "Type: label right where they overlap. Wanted and found spans are paired one to one (SemEval-2013, task 9.1)."
)
_CONFUSION = (
    "Rows: what is wanted; columns: what was found there, whatever its borders. Spurious counts only what the corpus "
    "says is wrong."
)

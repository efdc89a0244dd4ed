"""`nerkit benchmark`: nerkit beside other tools, in one run and in turns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from nerkit.cli.plain_help import PlainGroup
from nerkit.cli.running import command
from nerkit.extras import require_clone

app = typer.Typer(
    cls=PlainGroup,
    name="benchmark",
    help="Compare nerkit with other tools on your own documents.",
    no_args_is_help=True,
)

_Corpus = Annotated[str, typer.Argument(metavar="CORPUS", help="The corpus's name, which says how it is read.")]
_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the corpus lies.", exists=True)]
_Vectors = Annotated[Path, typer.Option(help="Word vectors (.npz) for both.", exists=True, dir_okay=False)]


@app.callback()
def main() -> None:
    """Compare nerkit with other tools on your own documents."""
    require_clone("nerkit.benchmarks", "the benchmarks")


@command(app, "reading", examples=("nerkit benchmark reading invoices/ --sample 50",))
def reading(
    folders: Annotated[list[Path], typer.Argument(help="Folders of PDFs.", exists=True, file_okay=False)],
    sample: Annotated[int, typer.Option(min=1, help="How many files, drawn at random.")] = 20,
    every: Annotated[bool, typer.Option("--all", help="All files instead of a sample.")] = False,
    long: Annotated[bool, typer.Option("--long/--no-long", help="Read joined PDFs of 250 to 1,000 pages too.")] = True,
) -> None:
    """Words of digital PDFs beside pdfplumber: pages a second, agreement, and what a long document takes."""
    from nerkit.benchmarks.reading import PARTS, compare, long_documents, pdfs, speed
    from nerkit.benchmarks.word_agreement import REPAIRS, WHITE_SPACE, WordAgreement

    files = pdfs(folders, None if every else sample)
    times, total = [], WordAgreement()
    for taken, agreed in compare(files):
        times.append(taken)
        total.update(agreed)
    if not times:
        raise typer.BadParameter("no PDF with text in these folders")
    pages = sum(taken.pages for taken in times)
    typer.echo(f"{len(times)} files, {pages} pages with text; pages a second of CPU time, times pdfplumber's (95 %)")
    typer.echo(f"  pdfplumber, extract_words {pages / sum(taken.theirs for taken in times):8.1f}")
    for name, part in PARTS.items():
        rate = pages / sum(taken.seconds(part) for taken in times)
        ratio, low, high = speed(times, part)
        typer.echo(f"  {name:25} {rate:8.1f}   {ratio:.1f} ({low:.1f} to {high:.1f})")
    typer.echo(
        f"words: {total.tokens} tokens, {total.share():.3%} equal, {total.share(*REPAIRS):.3%} with repairs folded,"
    )
    typer.echo(f"  {total.share(*REPAIRS, *WHITE_SPACE):.3%} with white space folded")
    for cause, count in total.causes.most_common():
        typer.echo(f"  {count:6} {cause}: {'  '.join(total.examples[cause])}")
    for document in long_documents(files, (250, 500, 1000) if long else ()):
        typer.echo(f"{document.pages:5} pages: {document.seconds:6.1f} s of CPU time, peak {document.peak:.0f} MB")


@command(app, "speed", examples=("nerkit benchmark speed cuad data/cuad --vectors vectors.npz --model default",))
def speed_of_tagging(
    corpus: _Corpus,
    folder: _Folder,
    vectors: _Vectors,
    minutes: Annotated[float, typer.Option(min=0.1, help="CPU time that spaCy's training may take.")] = 4.0,
    rounds: Annotated[int, typer.Option(min=1, help="How many times both tag the test documents.")] = 5,
    model: Annotated[
        str | None, typer.Option(help="Measure this model instead of one that is trained: a folder or a bundled name.")
    ] = None,
) -> None:
    """Tagging beside spaCy's ner, both trained on four fifths of the corpus: tokens a second and F1 on the rest."""
    from tempfile import TemporaryDirectory

    import torch

    from nerkit.benchmarks.speed import ratio, scores, train_nerkit, train_spacy, turns
    from nerkit.corpora.registry import load
    from nerkit.corpora.splits import SPLITS, select
    from nerkit.models import find
    from nerkit.tagging import Tagger

    torch.set_num_threads(1)
    documents = load(corpus, folder, "all")
    train, dev, test = (list(select(documents, split)) for split in SPLITS[:3])
    with TemporaryDirectory() as scratch:
        tagger = Tagger.load(find(model)) if model else train_nerkit(train, dev, Path(scratch), vectors)
    nlp = train_spacy(train, tagger, vectors, minutes)
    ours, theirs = scores(tagger, nlp, test)
    times = list(turns(tagger, nlp, test, rounds))
    tokens = sum(turn.tokens for turn in times)
    times_as_fast, low, high = ratio(times)
    typer.echo(f"{len(test)} documents, {tokens // rounds} tokens, {rounds} rounds, one thread")
    typer.echo(f"  nerkit {tokens / sum(turn.ours for turn in times):8,.0f} tokens a second, F1 {ours.micro.f1:.3f}")
    typer.echo(
        f"  spaCy  {tokens / sum(turn.theirs for turn in times):8,.0f} tokens a second, F1 {theirs.micro.f1:.3f}"
    )
    typer.echo(f"  ratio {times_as_fast:.2f}, 95 % interval {low:.2f} to {high:.2f}")


@command(app, "spacy-ner", examples=("nerkit benchmark spacy-ner cuad data/cuad --vectors vectors.npz",))
def spacy_ner(
    corpus: _Corpus,
    folder: _Folder,
    vectors: _Vectors,
    seeds: Annotated[int, typer.Option(min=1, help="How many of each are trained.")] = 3,
    rounds: Annotated[int, typer.Option(min=1, help="How many times each of them tags the test documents.")] = 2,
) -> None:
    """Pipelines with nerkit beside those of `spacy train` with ner: F1, words a second, memory, size on disk."""
    from statistics import mean, median
    from tempfile import TemporaryDirectory

    import torch

    from nerkit.benchmarks.spacy_ner import PIPELINES, PipelineTrial, apart, trials
    from nerkit.corpora.registry import load
    from nerkit.corpora.splits import SPLITS, select

    torch.set_num_threads(1)
    documents = load(corpus, folder, "all")
    train, dev, test = (list(select(documents, split)) for split in SPLITS[:3])
    typer.echo(f"{len(train)} documents to train on, {len(dev)} for dev, {len(test)} to test on, one thread")
    done: dict[str, list[PipelineTrial]] = {name: [] for name in PIPELINES}
    with TemporaryDirectory() as scratch:
        for trial in trials((train, dev, test), vectors, Path(scratch), seeds, rounds):
            done[trial.name].append(trial)
            typer.echo(
                f"  {trial.name:9} seed {trial.seed}: F1 {trial.f1:.3f}, trained in {trial.training:.0f} s of CPU time"
            )
    for name, found in done.items():
        f1 = [trial.f1 for trial in found]
        speeds = [run.speed for trial in found for run in trial.runs]
        typer.echo(
            f"{name:9} F1 {mean(f1):.3f} ({min(f1):.3f} to {max(f1):.3f}), {median(speeds):,.0f} "
            f"({min(speeds):,.0f} to {max(speeds):,.0f}) words a second, peak "
            f"{max(run.peak for trial in found for run in trial.runs):.0f} MB, {found[0].size:.1f} MB on disk, trained "
            f"in {mean(trial.training for trial in found):.0f} s"
        )
    ours, theirs = done
    typer.echo(apart(test, done[ours], done[theirs]).sentence("Spans", ours, theirs, len(test)))


@command(app, "ocr", examples=("nerkit benchmark ocr data/sroie --count 40",))
def ocr(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="SROIE or adbuy.", exists=True, file_okay=False)],
    count: Annotated[int, typer.Option(min=1, help="How many pages, spread evenly.")] = 12,
    ocr_engine: str = "tesseract",
) -> None:
    """Recognition of scans beside plain pytesseract: character errors, words found, pages a second."""
    from nerkit.benchmarks.ocr_accuracy import errors_left, interval, misses_left, times_as_fast, total, turns
    from nerkit.benchmarks.scans import scans

    done = list(turns(scans(folder, count), ocr_engine))
    if not done:
        raise typer.BadParameter("no scans here; name the folder of SROIE or adbuy")
    pages = sum(turn.pages for turn in done)
    typer.echo(f"{pages} pages, {ocr_engine}")
    for name, counted, seconds in (
        ("nerkit", total([turn.ours for turn in done]), sum(turn.our_seconds for turn in done)),
        ("pytesseract", total([turn.theirs for turn in done]), sum(turn.their_seconds for turn in done)),
    ):
        values = f", values found {counted.values_found} of {counted.values}" if counted.values else ""
        typer.echo(
            f"  {name:12} character error rate {counted.error_rate:.3f}, words: recall {counted.recall:.3f}, "
            f"precision {counted.precision:.3f}, {pages / seconds:.2f} pages a second{values}"
        )
    for name, figure in (
        ("character errors left", errors_left),
        ("words still missed", misses_left),
        ("times as fast", times_as_fast),
    ):
        typer.echo("  {} {:.2f}, 95 % interval {:.2f} to {:.2f}".format(name, *interval(done, figure)))


@command(app, "spacy-memory", examples=("nerkit benchmark spacy-memory --texts 10000",))
def spacy_memory(
    texts: Annotated[int, typer.Option(min=10, help="How many short texts, all different.")] = 100_000,
    zones: Annotated[bool, typer.Option("--zones/--no-zones", help="A nlp.memory_zone() for every 1,000.")] = True,
    bare: Annotated[bool, typer.Option("--bare", help="spaCy alone, without nerkit.")] = False,
) -> None:
    """Memory of a spaCy pipeline over many short texts in one process."""
    from nerkit.benchmarks.memory import readings

    points = sorted({texts // 10, texts // 5, texts // 2, texts})
    for reading in readings(points, zones=zones, component=not bare):
        typer.echo(
            f"{reading.texts:8,} texts {reading.resident:6.0f} MB resident, {reading.in_use:.0f} MB in use, "
            f"{reading.speed:,.0f} texts a second"
        )


@command(app, "line-items", examples=("nerkit benchmark line-items data/zugferd --wrong",))
def line_items(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="zugferd, wildreceipt or what nerkit generate wrote.", exists=True)
    ],
    wrong: Annotated[bool, typer.Option("--wrong", help="Name the documents in which a line is wrong.")] = False,
    unheaded: Annotated[bool, typer.Option("--unheaded", help="Take the headings of all tables away first.")] = False,
) -> None:
    """Lines of invoices beside those in their XML, or those that were drawn: amount and quantity must be right."""
    from statistics import mean

    from nerkit.benchmarks.line_item_accuracy import OTHERS, by_proof, compare, counted, letters, on_page, right
    from nerkit.corpora.line_item_corpora import read

    done = list(compare(read(folder), unheaded=unheaded))
    for name, some in (("all", done), ("whose amounts stand on their pages", list(filter(on_page, done)))):
        total, interval = counted(some)
        ends = f" ({interval[0]:.3f} to {interval[1]:.3f})" if interval else ""
        typer.echo(
            f"{len(some)} documents, {name}: {total.wanted} lines, precision {total.precision:.3f}, "
            f"recall {total.recall:.3f}, F1 {total.f1:.3f}{ends}"
        )
    pairs = [pair for document in done for pair in document.pairs]
    typer.echo(f"on lines that are right: letters of the description {mean(letters(pairs) or [0.0]):.3f}")
    for name in OTHERS:
        if (counts := right(pairs, name)).wanted:
            typer.echo(f"  {name.replace('_', ' ')} F1 {counts.f1:.3f}")
    typer.echo("right lines, by what holds: quantity × price = amount, and that the lines add up to a sum:")
    for name, (hits, all_) in by_proof(filter(on_page, done)).items():
        typer.echo(f"  {name}: {hits} of {all_}")
    for document in done if wrong else ():
        if document.extra or document.missed:
            typer.echo(f"  {document.source}: {len(document.missed)} missed, {len(document.extra)} extra")


@command(app, "pairs", examples=("nerkit benchmark pairs funsd data/funsd",))
def pairs(
    corpus: Annotated[Literal["funsd", "naf", "forms"], typer.Argument(help="forms: what nerkit generate wrote.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", exists=True)],
) -> None:
    """Pairs of key and value on forms whose links are known; of naf and forms on those kept for it."""
    from nerkit.benchmarks.pair_accuracy import pair_accuracy
    from nerkit.corpora import funsd, naf, printed_forms

    forms = {
        "funsd": lambda: funsd.read_linked(folder),
        "naf": lambda: naf.read_linked(folder, "test"),
        "forms": lambda: printed_forms.read_linked(folder, "test"),
    }
    found = pair_accuracy(forms[corpus]())
    for name, counts in (("most of the words", found.most), ("to the letter", found.exact)):
        typer.echo(f"{name:18} precision {counts.precision:.3f}  recall {counts.recall:.3f}  F1 {counts.f1:.3f}")
    sure = found.sure()
    share = sum(one.right for one in sure) / max(1, len(sure))
    typer.echo(f"of {len(sure)} pairs at 0.9 and more {share:.3f} are right to the letter")


@command(app, "growth", examples=("nerkit benchmark growth --only rows",))
def growth(
    only: Annotated[str | None, typer.Option(help="Only inputs whose name holds this.")] = None,
    largest: Annotated[int | None, typer.Option(min=1, help="No larger input than this.")] = None,
) -> None:
    """CPU time and memory of each stage behind reading, on inputs that are made to be hard, in rising sizes."""
    from nerkit.benchmarks.growth import growth as points

    for point in points(only, largest):
        stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in point.seconds.items())
        typer.echo(
            f"{point.name:15} {point.size:10,}: {point.total:7.2f} s of CPU time ({stages}), "
            f"peak {point.peak:.0f} MB, {point.peak - point.before:.0f} MB more than at rest"
        )


@command(app, "round-trips", examples=("nerkit benchmark round-trips e-invoices/",))
def round_trips(
    folders: Annotated[
        list[Path], typer.Argument(help="Folders of e-invoices, or of PDFs that carry them.", exists=True)
    ],
) -> None:
    """E-invoices read, written in both syntaxes and read again: what is lost, and which official rules break."""
    from nerkit.benchmarks.round_trips import round_trip
    from nerkit.pipeline import load

    counts = round_trip(folders, load())
    for syntax in counts.written:
        typer.echo(
            f"  {syntax}  written {counts.written[syntax]:4}  nothing lost {counts.kept[syntax]:4}  "
            f"complete {counts.complete[syntax]:4}, of them valid {counts.valid[syntax]:4}"
        )
    for name, number in counts.lost.most_common():
        typer.echo(f"  lost: {name} {number}")
    for rule, number in counts.broken.most_common():
        typer.echo(f"  {number:4} × {rule}")


@command(app, "joins", examples=("nerkit benchmark joins invoices/ contracts/",))
def joins(
    folders: Annotated[list[Path], typer.Argument(help="Folders of PDFs, each file one document.", exists=True)],
    times: Annotated[int, typer.Option(min=1, help="How many files are joined.")] = 200,
    seed: Annotated[int, typer.Option(help="Decides which documents are joined.")] = 5,
    ocr: Annotated[bool, typer.Option("--ocr", help="Recognise scans, and take pictures for documents too.")] = False,
) -> None:
    """Documents joined to files: how many borders are found, and how many single documents are torn."""
    from nerkit.benchmarks.joins import facts_in, measured, shares
    from nerkit.reading import read

    pages = facts_in(folders, lambda file: read(file, ocr="auto" if ocr else "never"), pictures=ocr)
    counts = measured(pages, times, seed)
    for name, share in shares(counts).items():
        typer.echo(f"  {name:30} {share:.3f}")


@command(app, "contradictions", examples=("nerkit benchmark contradictions e-invoices/",))
def contradictions(
    folders: Annotated[list[Path], typer.Argument(help="Folders of PDFs that carry e-invoices.", exists=True)],
    times: Annotated[int, typer.Option(min=1, help="How often each value is changed, alone.")] = 3,
    seed: Annotated[int, typer.Option(help="Decides what the values become.")] = 7,
) -> None:
    """Values of e-invoices changed against their pages: how many of them are reported, and what is without a change."""
    from nerkit.benchmarks.planted import plant
    from nerkit.pipeline import load

    counts = plant(folders, load(), times=times, seed=seed)
    typer.echo(f"{counts.sound} PDFs agree with their e-invoices as they came")
    for file in counts.alarmed:
        typer.echo(f"  contradicts as it came: {file}")
    for name, planted in sorted(counts.planted.items()):
        typer.echo(f"  {name:18} {counts.found[name]:5} of {planted:5}")
    total = counts.planted.total()
    if total:
        typer.echo(f"  {'all':18} {counts.found.total():5} of {total:5}   {counts.found.total() / total:.4f}")

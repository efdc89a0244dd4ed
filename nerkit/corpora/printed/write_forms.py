"""Forms in all languages in which they are worded: applications, reports, waybills, statements, policies, surveys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from markupsafe import Markup

from nerkit.corpora.printed.corpus import MadeDocument, check_languages, laid_out, write
from nerkit.corpora.printed.form import FormAnswers, form_home, form_languages
from nerkit.corpora.printed.form_layout import FormPrinter
from nerkit.corpora.printed.look import look
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.value_marks import Marker

_LETTER_SIZE = ("US", "CA", "MX")


def generate_forms(folder: Path, count: int, seed: int, languages: Sequence[str] = ()) -> None:
    """Writes `count` forms and their gold (`corpus.write`), of all languages that are worded or of some.

    The mentions of a form are its keys and values, labelled KEY-n and VALUE-n. Raises OptionError for a language that
    is not worded and ExtraMissing where there is no browser.
    """
    check_languages(languages, set(form_languages()))
    write(folder, count, seed, partial(_made, tuple(languages)))


def _made(languages: tuple[str, ...], rng: Random, marker: Marker) -> MadeDocument:
    home = form_home(rng, languages)
    style = look(rng)
    answers = FormAnswers.of(home, manner(home.locale, home.currency, rng), rng)
    printer = FormPrinter(answers, style, marker, rng)
    title = Markup('<h1 class="{}">{}</h1>').format(
        rng.choice(("", "plain", "middle")), rng.choice(answers.words["titles"])
    )
    parts = [title, printer.columns() if rng.random() < 0.5 else printer.lines()]
    for _ in range(rng.randrange(2, 6)):
        if rng.random() < 0.45:
            shade = rng.choice(("", "", "shade", "bar"))
            parts.append(Markup('<div class="strong {}">{}</div>').format(shade, rng.choice(answers.words["headings"])))
        parts.append(Markup('<div style="margin:{}pt 0">{}</div>').format(rng.randrange(3, 16), printer.part()))
    size = "letter" if home.code in _LETTER_SIZE else "a4"
    return MadeDocument("other", home.language, laid_out("form_page.html", size, style, {"parts": parts}), lambda _: {})

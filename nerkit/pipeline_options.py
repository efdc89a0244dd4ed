"""What a caller may choose about a file: how it is read, and what is made of it."""

from __future__ import annotations

from typing import Annotated

from nerkit.keyword_options import Option
from nerkit.reading.options import ReadingOptions


class PipelineOptions(ReadingOptions, total=False):
    """How a file is taken, as keyword arguments: those of reading, and what is made of it.

    `kind`: "auto" or a kind of document of the schema. `whole`: whether a file is one document in any case.
    `min_confidence`: entities less sure are left out. `explain`: a field whose candidates the result explains. `pairs`:
    look for keys and values on a document of any kind, not only where its kind is not known. `xml`: whether what an
    e-invoice's XML states comes before what was found in the text. `fields`: what to fill in: "rent, deposit", the name
    of a file of JSON Schema, such a schema as a dictionary, or a pydantic model. `memory`: the file of layouts that
    `nerkit learn` writes, or a `LayoutMemory`.
    """

    kind: Annotated[
        str,
        Option("auto", "Which kind of record to build: contract, invoice, receipt, or one of the schema.", "auto|KIND"),
    ]
    whole: Annotated[
        bool, Option(False, "Keep each file as one document, also where its pages look like those of several.")
    ]
    min_confidence: Annotated[
        float, Option(0.0, "Leave out entities less sure than this.", metavar="P", least=0.0, most=1.0)
    ]
    explain: Annotated[
        str | None, Option(None, "Show the candidates of a field, how probable each is, and why.", metavar="FIELD")
    ]
    pairs: Annotated[bool, Option(False, "Keys and values of the page too; for a document of no known kind anyway.")]
    xml: Annotated[bool, Option(True, "Take what an e-invoice's XML states, and hold the page against it.")]
    fields: Annotated[
        object,
        Option(None, "Fields to fill in: names, or a JSON Schema that says what each is.", "NAMES|FILE.json"),
    ]
    memory: Annotated[
        object, Option(None, "Layouts that were learned: what stands where it stood on one that is alike.", "FILE.json")
    ]

"""nerkit in spaCy: the pipeline component, and files as `Doc`s.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> nlp.add_pipe("nerkit")
>>> doc = nerkit.spacy.doc_from_file(nlp, "contract.pdf")
>>> doc.ents, doc._.record

spaCy itself imports this in every program, so it must change nothing: the custom attributes are registered when a
component is made, a file is read, or `register_extensions` is called.
"""

from nerkit.spacy.component import Nerkit
from nerkit.spacy.documents import doc_from_document, doc_from_file, docs_from_files
from nerkit.spacy.extensions import register as register_extensions

__all__ = ["Nerkit", "doc_from_document", "doc_from_file", "docs_from_files", "register_extensions"]

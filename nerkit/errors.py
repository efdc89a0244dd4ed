"""Every error a user can meet: a stable code, and one line that says what to do. No message holds document text."""

from __future__ import annotations

from typing import ClassVar

NESTED = "nested too deeply, as no person makes it; get it from where it came in another format"
"""What is wrong with a file whose parts stand in one another without end."""


class NerkitError(Exception):
    """Base of all coded errors; `docs/errors.md` has a section for each code."""

    code: ClassVar[str] = "error"
    passing: ClassVar[bool] = False
    """Whether the same file may be done the next time: what stood in its way is not in the file alone."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ReadingError(NerkitError):
    """A file could not be read; the other files of a run go on."""


class MissingFile(ReadingError):
    code = "missing-file"


class UnreadableFile(ReadingError):
    code = "unreadable-file"
    passing = True


class EmptyFile(ReadingError):
    code = "empty-file"


class NoDocuments(ReadingError):
    code = "no-documents"


class UnknownFormat(ReadingError):
    code = "unknown-format"


class EncryptedPdf(ReadingError):
    code = "encrypted-pdf"


class BrokenPdf(ReadingError):
    code = "broken-pdf"


class NoPages(ReadingError):
    code = "no-pages"


class BrokenImage(ReadingError):
    code = "broken-image"


class ImageTooSmall(ReadingError):
    code = "image-too-small"


class ImageTooLarge(ReadingError):
    code = "image-too-large"


class BrokenDocument(ReadingError):
    code = "broken-document"


class EncryptedFile(ReadingError):
    code = "encrypted-file"


class BrokenArchive(ReadingError):
    code = "broken-archive"


class ArchiveTooLarge(ReadingError):
    code = "archive-too-large"


class TesseractMissing(ReadingError):
    code = "tesseract-missing"


class OcrFailed(ReadingError):
    code = "ocr-failed"
    passing = True


class FileTooLarge(ReadingError):
    code = "file-too-large"


class TooManyPages(ReadingError):
    code = "too-many-pages"


class ReadingTimedOut(ReadingError):
    code = "reading-timed-out"
    passing = True


class OutOfMemory(ReadingError):
    code = "out-of-memory"
    passing = True


class ReaderCrashed(ReadingError):
    code = "reader-crashed"
    passing = True


class OptionError(NerkitError):
    """An option that does not exist, or a value that it cannot have."""

    code = "bad-option"


class BrokenPlugin(ReadingError):
    """What another package adds to nerkit cannot be loaded, or fails."""

    code = "broken-plugin"


class ConfigError(NerkitError):
    """A training or evaluation config that cannot be used."""

    code = "bad-config"


class SchemaError(NerkitError):
    """A schema of labels, kinds and checks that cannot be used."""

    code = "bad-schema"


class FieldError(NerkitError):
    """A field that is asked for and does not exist."""

    code = "bad-field"


class CorpusError(NerkitError):
    """A corpus that cannot be read."""

    code = "bad-corpus"


class ModelError(NerkitError):
    """A model that cannot be loaded."""

    code = "bad-model"


class WorkerFailed(NerkitError):
    """A worker process ended before its file was done, or could not start at all."""

    code = "worker-failed"
    passing = True


class TaggingTimedOut(NerkitError):
    """What stands in a file takes too long to tag, or to make a record of."""

    code = "tagging-timed-out"
    passing = True


class TaggingOutOfMemory(NerkitError):
    """What stands in a file takes too much memory to tag, or to make a record of."""

    code = "tagging-out-of-memory"
    passing = True


class NoPicture(NerkitError):
    """A picture is wanted of what has no pages."""

    code = "no-picture"


class NotAnInvoice(NerkitError):
    """What has no sums and taxes cannot be written as an e-invoice."""

    code = "no-e-invoice"


class DocError(NerkitError):
    """A document and a spaCy pipeline or `Doc` that do not go together."""

    code = "bad-doc"


class OutputError(NerkitError):
    """The output cannot be written where it is wanted."""

    code = "bad-output"


class ExtraMissing(NerkitError):
    """A command needs packages that a plain installation leaves out."""

    code = "extra-missing"


class AnnotationError(NerkitError):
    """A project file of annotations that cannot be opened or written."""

    code = "bad-project"


class LayoutMemoryError(NerkitError):
    """A memory of layouts, or a corrected result that it is to learn from, cannot be used."""

    code = "bad-memory"


class StoreError(NerkitError):
    """A store of records that cannot be reached, read or written."""

    code = "bad-store"


class KeyMissing(NerkitError):
    """A locked store or file needs a key that was not given."""

    code = "bad-key"


class Tampered(NerkitError):
    """A locked value is not what was put there."""

    code = "tampered"


def passing_codes() -> frozenset[str]:
    """The codes of errors that a second try may do without."""
    classes, codes = [NerkitError], set()
    while classes:
        each = classes.pop()
        classes += each.__subclasses__()
        if each.passing:
            codes.add(each.code)
    return frozenset(codes)

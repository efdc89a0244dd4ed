"""What is marked in a document of a corpus."""

from nerkit.corpora.labelled import LabelledDocument


def texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.spans if s.label == label]

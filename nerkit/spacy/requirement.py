"""What the package of a pipeline needs."""

from __future__ import annotations

from spacy.language import Language
from spacy.util import get_minor_version_range, split_requirement

import nerkit


def require(nlp: Language) -> None:
    """Note in the pipeline's meta data that it needs nerkit, so that `spacy package` makes a package that installs it.

    spaCy looks for such packages itself, but by a file that only some build tools write.
    """
    requirements = nlp.meta.setdefault("requirements", [])
    if all(split_requirement(each)[0] != "nerkit" for each in requirements):
        requirements.append(f"nerkit{get_minor_version_range(nerkit.__version__)}")

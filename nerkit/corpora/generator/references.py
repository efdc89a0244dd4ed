"""Numbers on an invoice that are not its own: of partners, deliveries, projects and standards, with their labels."""

from __future__ import annotations

from random import Random

from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon

_DRAWN = {"#": "0123456789", "?": "ABCDEFGHJKLMNPRSTUVWXYZ"}


def reference(words: InvoiceLexicon, kind: str, rng: Random) -> tuple[str, str]:
    """A label and a number of a `kind` of the lexicon's references: "document" or "partner".

    In its pattern `#` is a digit, `?` a capital letter, `~` three to ten digits.
    """
    label, pattern = rng.choice(words.all("references", kind)).split("|")
    pattern = pattern.replace("~", "#" * rng.randrange(3, 11))
    return label, "".join(rng.choice(_DRAWN.get(sign, sign)) for sign in pattern)

r"""How unsure a model is of a document: what decides which document is annotated next, and the words that say why.

The measure is the entropy of the CRF's distribution over all sequences of tags, exactly and in nats,

.. math:: H(y) = H(y_T) + \sum_{t<T} H(y_t \mid y_{t+1}), \qquad
          p(y_t = i \mid y_{t+1} = j) = \frac{f_t(i)\, A_{ij}}{\sum_k f_t(k)\, A_{kj}}

with the filtered distribution f and the factors A of the transitions. A document's doubt is the sum over its segments,
divided by its tokens: what one learns against what one has to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nerkit.document import Document, Entity

if TYPE_CHECKING:
    from nerkit.tagging import Tagger
    from nerkit.tagging.chain import Chain
    from nerkit.tagging.moves import Floats

_SURE = 0.8


def entropies(chain: Chain, lengths: Sequence[int]) -> list[float]:
    """The entropy of each sequence of a batch in nats."""
    # A chain may be in float32, which holds no number as small as those that logarithms are kept from zero by.
    filtered, factors, marginals = (
        each.astype(np.float64) for each in (chain.filtered, chain.factors, chain.marginals)
    )
    totals = []
    for row, length in enumerate(lengths):
        total = _plogp(marginals[length - 1, row])
        for t in range(length - 1):
            # *Shape:* (tags, tags): p(y_t = i, y_{t+1} = j), as p(i | j) p(j).
            joint = filtered[t, row][:, None] * factors
            conditional = joint / np.maximum(joint.sum(0), 1e-300)
            logs = np.log(np.maximum(conditional, 1e-300))
            total += float(-((conditional * logs).sum(0) * marginals[t + 1, row]).sum())
        totals.append(max(total, 0.0))
    return totals


def doubt(tagger: Tagger, document: Document) -> float:
    """Nats of entropy for each token of the document; 0 for one without tokens."""
    from nerkit.tagging.tagging_model import batches
    from nerkit.tagging.threads import one_thread

    model = tagger.model
    tokens, found = model.read(document)
    stretches = [stretch for _, stretch in found]
    total = 0.0
    for batch in batches(stretches, model.batch_tokens):
        with one_thread():
            emissions, lengths = model.scores([stretches[i] for i in batch])
            chain = model.decoder().posterior(emissions, lengths, model.temperature)
            total += sum(entropies(chain, lengths.tolist()))
    return total / max(len(tokens), 1)


def reason(entities: Sequence[Entity], nats: float) -> str:
    """Why a document comes when it does, in words that hold nothing of its text."""
    unsure = sorted((entity for entity in entities if entity.confidence < _SURE), key=lambda entity: entity.confidence)
    measure = f"{1000 * nats:.1f} nats of doubt per 1000 tokens"
    if unsure:
        least = unsure[0]
        more = f" and {len(unsure) - 1} more" if len(unsure) > 1 else ""
        return f"unsure of {least.label} ({least.confidence:.0%}){more}; {measure}"
    if not entities:
        return f"nothing found; {measure}"
    return f"sure of all {len(entities)} proposals, less of the rest; {measure}"


def _plogp(distribution: Floats) -> float:
    return float(-(distribution * np.log(np.maximum(distribution, 1e-300))).sum())

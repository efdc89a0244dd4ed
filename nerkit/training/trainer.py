"""The training loop: one epoch after another until the dev F1 no longer rises."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor

from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation.scores import Scores
from nerkit.evaluation.span_scores import span_scores
from nerkit.tagging.model import Model
from nerkit.tagging.storage import save_model
from nerkit.tagging.tagger import Tagger
from nerkit.training.checkpoint import Progress, load_checkpoint, save_checkpoint
from nerkit.training.config import TrainingConfig
from nerkit.training.device import mixed_precision
from nerkit.training.epoch_progress import OnEpoch, OnStep
from nerkit.training.examples import TrainingSegment, allowed_tags, deciding_labels
from nerkit.training.sampling import Pool, epoch_batches
from nerkit.training.schedule import rate

logger = logging.getLogger(__name__)


class Trainer:
    """Trains a model in place, on the device that it is on; checkpoints and the best model so far lie in `folder`."""

    def __init__(
        self, model: Model, pools: Sequence[Pool], dev: Sequence[LabelledDocument], config: TrainingConfig, folder: Path
    ) -> None:
        self.model, self.pools, self.dev, self.config, self.folder = model, pools, dev, config, folder
        network = model.network
        self.average = {name: parameter.detach().clone() for name, parameter in network.named_parameters()}
        self.optimizer = torch.optim.AdamW(
            network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, betas=(0.9, 0.99)
        )
        self.progress = Progress()

    def resume(self) -> bool:
        """Go on from the checkpoint in the folder; False where there is none."""
        progress = load_checkpoint(self.folder, self.model.network, self.average, self.optimizer)
        if progress is not None:
            self.progress = progress
        return progress is not None

    def run(self, on_step: OnStep, on_epoch: OnEpoch) -> None:
        """Train to the end. The model of the epoch that is kept is then in `folder / "best"`."""
        progress, config = self.progress, self.config
        while progress.epoch < config.epochs and not self._given_up():
            progress.epoch += 1
            started = time.monotonic()
            batches = epoch_batches(self.pools, config.batch_tokens, config.seed, progress.epoch)
            loss, tokens = self._epoch(batches, on_step)
            with self.averaged():
                scores = self.evaluate()
                better = scores.micro.f1 > progress.best_f1
                if better:
                    progress.best_f1, progress.best_epoch = scores.micro.f1, progress.epoch
                if better or config.keep == "last":
                    progress.kept_epoch = progress.epoch
                    save_model(self.model, self.folder / "best")
            seconds = time.monotonic() - started
            row = {"epoch": progress.epoch, "loss": loss, "dev_f1": scores.micro.f1, "dev_macro_f1": scores.macro_f1}
            row |= {"dev_precision": scores.micro.precision, "dev_recall": scores.micro.recall}
            progress.history.append({**row, "tokens": tokens, "seconds": round(seconds, 1)})
            save_checkpoint(self.folder, progress, self.model.network, self.average, self.optimizer)
            on_epoch(progress.history[-1])

    def _given_up(self) -> bool:
        """Whether patience is at its end; it begins once anything is found, which takes steps and not epochs."""
        progress = self.progress
        return progress.best_f1 > 0 and progress.epoch - progress.best_epoch >= self.config.patience

    def evaluate(self) -> Scores:
        """Strict F1 of spans of the labels that decide, on the dev documents, with the weights as they are."""
        tagger = Tagger(self.model, "in training")
        scores = span_scores(self.dev, list(tagger.tag_many(document.document for document in self.dev)))
        deciding = deciding_labels(self.model.tagset)
        return Scores({name: counts for name, counts in scores.by_name.items() if name in deciding})

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Within the block the network has the averaged weights (Polyak & Juditsky 1992)."""
        network = self.model.network
        kept = {name: parameter.detach().clone() for name, parameter in network.named_parameters()}
        self._set(self.average)
        try:
            yield
        finally:
            self._set(kept)

    @torch.no_grad()
    def _set(self, weights: dict[str, Tensor]) -> None:
        for name, parameter in self.model.network.named_parameters():
            parameter.copy_(weights[name])

    def _epoch(self, batches: Sequence[Sequence[TrainingSegment]], on_step: OnStep) -> tuple[float, int]:
        """Mean loss a token, and the number of tokens."""
        network = self.model.network.train()
        total, tokens, started = 0.0, 0, time.monotonic()
        for number, batch in enumerate(batches, start=1):
            loss = self._step(batch, len(batches))
            total += loss
            tokens += sum(len(example) for example in batch)
            on_step(number, len(batches), total / tokens, tokens / (time.monotonic() - started))
        network.eval()
        return total / max(1, tokens), tokens

    def _step(self, batch: Sequence[TrainingSegment], steps: int) -> float:
        """One update; the summed loss of the batch."""
        progress, config, network = self.progress, self.config, self.model.network
        progress.step += 1
        for group in self.optimizer.param_groups:
            share = rate(config.schedule, progress.step, config.epochs * steps, config.warmup_steps)
            group["lr"] = config.learning_rate * share
        with mixed_precision(self.model.device, config.precision):
            emissions, lengths = self.model.emissions([example.features for example in batch])
        losses = network.crf.loss(emissions, lengths, allowed_tags(batch).to(self.model.device))
        finite = torch.isfinite(losses)
        if not finite.all():
            logger.warning("%d segments have no legal sequence that agrees with their labels", int((~finite).sum()))
        loss = losses[finite].sum()
        self.optimizer.zero_grad(set_to_none=True)
        (loss / lengths.sum()).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), config.clip)
        self.optimizer.step()
        # The average starts short and grows long, so that it forgets the random start.
        decay = min(config.averaging, (1 + progress.step) / (10 + progress.step))
        with torch.no_grad():
            for name, parameter in network.named_parameters():
                self.average[name].lerp_(parameter, 1 - decay)
        return float(loss.detach())

"""Training: a config and corpora become a model. It is torch that trains, and an extra that brings it."""

from nerkit.extras import require

require("train", "torch")  # one line that says what to type, in place of a traceback

from nerkit.training.run import train  # noqa: E402

__all__ = ["train"]

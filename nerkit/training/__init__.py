"""Training: a config and corpora become a model."""

from nerkit.training.run import train

__all__ = ["train"]

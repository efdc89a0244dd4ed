"""Where a run computes, and in how many bits."""

from __future__ import annotations

from contextlib import AbstractContextManager

import torch

from nerkit.errors import ConfigError


def pick_device(wanted: str) -> torch.device:
    """The device that "auto", "cpu" or "cuda" means here; raises `ConfigError` where there is no GPU for "cuda"."""
    present = torch.cuda.is_available()
    if wanted == "cuda" and not present:
        raise ConfigError('training.device is "cuda", and torch finds no GPU here: take "auto" or "cpu"')
    return torch.device("cuda" if present and wanted != "cpu" else "cpu")


def mixed_precision(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """Within it, what a network multiplies is rounded to 16 bits where `precision` says so (Micikevicius et al. 2018).

    bfloat16 has the range of float32, so the loss needs no scaling.
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")

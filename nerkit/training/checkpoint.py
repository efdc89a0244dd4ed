"""Where a run stands after an epoch, as safetensors and JSON, so that a run that was killed goes on exactly."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save
from torch import Tensor, nn

from nerkit.output import whole_folder

STATE, WEIGHTS = "state.json", "state.safetensors"


@dataclass
class Progress:
    """What a run knows besides its weights; `history` has one row an epoch."""

    epoch: int = 0
    step: int = 0
    best_f1: float = -1.0
    best_epoch: int = 0
    kept_epoch: int = 0
    history: list[dict[str, float]] = field(default_factory=list)


def has_checkpoint(folder: Path) -> bool:
    """Whether a run can go on from what lies in the folder."""
    return (folder / STATE).is_file() and (folder / WEIGHTS).is_file()


def save_checkpoint(
    folder: Path, progress: Progress, network: nn.Module, average: dict[str, Tensor], optimizer: torch.optim.Optimizer
) -> None:
    """Write the checkpoint; a kill while it is written leaves the one before it whole. Raises `OutputError`."""
    tensors = {f"network.{name}": parameter.detach() for name, parameter in network.named_parameters()}
    tensors |= {f"average.{name}": tensor for name, tensor in average.items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": value for key, value in state.items()}
    tensors["generator"] = torch.get_rng_state()
    if _on_cuda(network):
        tensors["cuda_generator"] = torch.cuda.get_rng_state()
    with whole_folder(folder) as part:
        (part / WEIGHTS).write_bytes(save({name: tensor.contiguous().clone() for name, tensor in tensors.items()}))
        (part / STATE).write_text(json.dumps(asdict(progress)), encoding="utf-8")


def load_checkpoint(
    folder: Path, network: nn.Module, average: dict[str, Tensor], optimizer: torch.optim.Optimizer
) -> Progress | None:
    """Set everything to where the run stood; None where there is no checkpoint."""
    if not has_checkpoint(folder):
        return None
    tensors = load_file(folder / WEIGHTS)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.copy_(tensors[f"network.{name}"])
            average[name].copy_(tensors[f"average.{name}"])
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, index, key = name.split(".")
            state.setdefault(int(index), {})[key] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    torch.set_rng_state(tensors["generator"])
    if _on_cuda(network) and "cuda_generator" in tensors:
        torch.cuda.set_rng_state(tensors["cuda_generator"])
    return Progress(**json.loads((folder / STATE).read_text(encoding="utf-8")))


def _on_cuda(network: nn.Module) -> bool:
    return next(network.parameters()).is_cuda

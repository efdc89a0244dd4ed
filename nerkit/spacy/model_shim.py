"""A nerkit model for thinc, which trains and stores it.

There is no second implementation: the shim owns a `nerkit.tagging.Model`, and thinc's optimizer moves its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import torch
from thinc.api import Optimizer
from thinc.shims import Shim
from thinc.types import FloatsXd
from torch import Tensor

from nerkit.errors import ModelError
from nerkit.spacy.packing import pack, unpacked
from nerkit.tagging.model import Model
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.token_features import TokenFeatures

BatchEmissions = tuple[Tensor, Tensor]
"""Emissions and lengths. *Shapes:* (batch, tokens, tags), (batch,)."""

Gradients = Sequence[Tensor]
"""Of the loss: with respect to the emissions, then to each parameter of the CRF."""

Backprop = Callable[[Gradients], list[Any]]


class ModelShim(Shim):
    """Holds a nerkit model for thinc: hands its parameters to the optimizer, and stores it as safetensors and JSON.

    `model` is None until a component is initialised or loaded: vocabulary and tags come from the training data.
    """

    def __init__(self, sizes: NetworkConfig) -> None:
        super().__init__(None)
        self.sizes = sizes

    @property
    def model(self) -> Model | None:
        """The model that is trained."""
        model: Model | None = self._model
        return model

    @model.setter
    def model(self, model: Model) -> None:
        self._model = model

    def __call__(self, stretches: Sequence[TokenFeatures], is_train: bool) -> tuple[BatchEmissions, Backprop]:
        """Scores of stretches, and what takes the gradients of the loss back to the parameters."""
        model = self._ready()
        model.network.train(is_train)
        with torch.set_grad_enabled(is_train):
            emissions, lengths = model.emissions(stretches)
        outputs = [emissions, *model.network.crf.parameters()]

        def backprop(gradients: Gradients) -> list[Any]:
            torch.autograd.backward(outputs, list(gradients))
            return []

        return (emissions, lengths), backprop

    def finish_update(self, optimizer: Optimizer) -> None:
        """Move the parameters by their gradients, which are spent then."""
        for name, parameter in self._ready().network.named_parameters():
            if parameter.grad is not None:
                key, weights = (self.id, name), parameter.detach().numpy()
                weights, _ = optimizer(
                    key, cast(FloatsXd, weights), cast(FloatsXd, parameter.grad.contiguous().numpy())
                )
                with torch.no_grad():
                    parameter.copy_(torch.from_numpy(weights))
                parameter.grad = None

    @contextmanager
    def use_params(self, params: Mapping[Any, Any]) -> Iterator[None]:
        """Within the block the network has these parameters, as the optimizer's averages hold them."""
        parameters = dict(self._model.network.named_parameters()) if self._model else {}
        swapped = {name: parameters[name] for name in parameters if (self.id, name) in params}
        kept = {name: parameter.detach().clone() for name, parameter in swapped.items()}
        with torch.no_grad():
            for name, parameter in swapped.items():
                parameter.copy_(torch.as_tensor(params[self.id, name]))
        try:
            yield
        finally:
            with torch.no_grad():
                for name, parameter in swapped.items():
                    parameter.copy_(kept[name])

    def to_device(self, device_type: str, device_id: int) -> None:
        """Stays where it is: the network runs on the CPU."""

    def to_bytes(self) -> bytes:
        """The files of the model; none where there is no model yet."""
        return pack(partial(save_model, self._model)) if self._model else b""

    def from_bytes(self, data: bytes) -> ModelShim:
        """Take the model that `to_bytes` gave. Raises `ModelError` where it cannot be used."""
        if data:
            with unpacked(data) as folder:
                self._model = load_model(folder)
        return self

    def _ready(self) -> Model:
        if self._model is None:
            raise ModelError("the model has no words and labels yet: initialise or load the pipeline first")
        model: Model = self._model
        return model

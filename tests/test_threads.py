"""Torch and NumPy have one thread while nerkit tags and trains, and the caller's own number of threads stays."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COUNTING = """
import torch
import nerkit
from nerkit.training.config import TrainingConfig

torch.set_num_threads(3)
pipeline = nerkit.load()
network = pipeline.tagger.model.network
seen = set()
emissions = network.emissions
network.emissions = lambda batch: (seen.add(torch.get_num_threads()), emissions(batch))[1]
pipeline.text("This Agreement is made on March 3, 2020 between Acme Industries, Inc. and Meadow Bank LLC.")
print(sorted(seen), torch.get_num_threads(), TrainingConfig().threads)
"""


NUMPY = """
import numpy
from threadpoolctl import threadpool_info, threadpool_limits
from nerkit.tagging.threads import one_numpy_thread

def threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

with threadpool_limits(limits=3, user_api="blas"):
    with one_numpy_thread():
        inside = threads()
    print(inside, threads())
"""


def printed(program: str, told: str | None) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    if told:
        environment["OMP_NUM_THREADS"] = told
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(("told", "said"), [(None, "[1] 3 1"), ("2", "[3] 3 1")])
def test_torch_has_one_thread_while_nerkit_tags_unless_the_environment_says_otherwise(
    told: str | None, said: str
) -> None:
    assert printed(COUNTING, told) == said


@pytest.mark.parametrize(("told", "said"), [(None, "{1} {3}"), ("2", "{3} {3}")])
def test_numpy_has_one_too(told: str | None, said: str) -> None:
    assert printed(NUMPY, told) == said

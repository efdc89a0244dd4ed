"""Files are done by processes of this machine or by actors of a Ray cluster: the same results, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest

from nerkit.engines import LocalEngine, in_order
from nerkit.engines.carried_folder import CarriedFolder
from nerkit.engines.opened_engine import opened_engine
from nerkit.errors import OptionError, WorkerFailed
from tests.invoice_material import invoice

NERKIT = [sys.executable, "-m", "nerkit"]
FILES = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an inbox of invoices, and among them a file that is empty."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(FILES - 1):
        (inbox / f"{number:02}.txt").write_text(invoice(number))
    (inbox / "empty.txt").write_text("")
    (tmp_path / "home").mkdir()
    return tmp_path


def around(folder: Path) -> dict[str, str]:
    """An environment whose home lies in the folder."""
    return {**os.environ, "HOME": f"{folder}/home", "RAY_USAGE_STATS_ENABLED": "0"}


def tagged(folder: Path, *options: str, meanwhile: Callable[[], None] | None = None, **more: str) -> bytes:
    """The lines that a run over the inbox writes; `meanwhile` is called once there are three of them."""
    run = subprocess.Popen(
        [*NERKIT, "tag", "inbox", "-o", "run.jsonl", "--quiet", *options],
        cwd=folder,
        env={**around(folder), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    part = folder / "run.jsonl.part"
    while meanwhile and run.poll() is None:
        with suppress(FileNotFoundError):
            if part.read_bytes().count(b"\n") >= 3:
                meanwhile()
                meanwhile = None
        time.sleep(0.02)
    printed, said = run.communicate()
    assert meanwhile is None, said.decode()
    assert run.returncode == 3
    assert printed == b""
    assert said.startswith(b"error[empty-file]: inbox/empty.txt")
    assert said.count(b"\n") == 1
    return (folder / "run.jsonl").read_bytes()


def end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


PATIENT = {
    "RAY_CLIENT_SERVER_CHECK_CHANNEL_TIMEOUT_S": "240",
    "RAY_CLIENT_INITIAL_CONNECTION_TIMEOUT_S": "60",
    "RAY_CLIENT_MAX_CONNECTION_TIMEOUT_S": "120",
}
"""Seconds that Ray gives a process of its own to start: a machine that runs all tests may be slower than it expects."""


INTERRUPTED_WHILE_STARTING = """
import multiprocessing, os, signal, threading, time
from nerkit.engines import LocalEngine

class Prepare:
    def __reduce__(self):  # as it is sent to the worker
        os.kill(os.getpid(), {signal})
        time.sleep(0.2)
        return Prepare, ()

    def __call__(self):
        return str

def end(number, frame):
    raise KeyboardInterrupt

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()  # which the system may tell instead
    try:
        LocalEngine(1).hire(Prepare())
    except KeyboardInterrupt:
        print(len(multiprocessing.active_children()))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_while_a_worker_starts_waits_until_it_is_whole(tmp_path: Path, number: int) -> None:
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED_WHILE_STARTING.replace("{signal}", str(int(number))))
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("1\n", "")


class TestRay:
    def test_an_actor_that_is_killed_loses_nothing_and_nothing_is_left_of_the_cluster(self, folder: Path) -> None:
        killed: list[psutil.Process] = []

        def kill_one() -> None:
            below = psutil.Process().children(recursive=True)
            killed.append(next(process for process in below if process.name().startswith("ray::Actor")))
            end(killed)

        before = set(Path("/tmp").glob("nerkit-ray-*"))
        found = tagged(folder, "--engine", "ray", "--workers", "2", meanwhile=kill_one)
        assert killed
        assert found == tagged(folder, "--workers", "1")
        assert list((folder / "home").iterdir()) == []
        assert set(Path("/tmp").glob("nerkit-ray-*")) <= before

    @pytest.mark.cluster
    def test_a_machine_that_goes_down_loses_nothing(self, folder: Path) -> None:
        access = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0123456789abcdef" * 4, **PATIENT}
        port, for_clients = free_ports(2)
        head = ["--head", f"--port={port}", f"--ray-client-server-port={for_clients}", "--include-dashboard=false"]
        with ExitStack() as stack:
            place = stack.enter_context(TemporaryDirectory(dir="/tmp"))  # the paths of sockets have to be short
            stack.enter_context(node(folder, access, *head, f"--temp-dir={place}"))
            other = stack.enter_context(node(folder, access, f"--address=127.0.0.1:{port}"))
            address = f"ray://127.0.0.1:{for_clients}"
            found = tagged(folder, "--engine", address, "--workers", "2", meanwhile=lambda: end(other), **access)
        assert found == tagged(folder, "--workers", "1")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def node(folder: Path, access: dict[str, str], *options: str) -> Iterator[list[psutil.Process]]:
    """A machine of a cluster: the processes that it consists of."""
    start = "from ray.scripts.scripts import main; main()"
    small = ["--num-cpus=1", f"--object-store-memory={100 << 20}", "--disable-usage-stats", "--block"]
    process = subprocess.Popen(
        [sys.executable, "-c", start, "start", *options, *small],
        env={**around(folder), **access},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said: list[bytes] = []
    for line in process.stdout or ():
        said.append(line)
        if b"--block" in line:  # it says that it stays, once all of it runs
            break
    else:
        raise AssertionError(b"".join(said).decode())
    whole = psutil.Process(process.pid)
    try:
        yield [whole, *whole.children(recursive=True)]
    finally:
        with suppress(psutil.NoSuchProcess):
            end([*whole.children(recursive=True), whole])
        process.communicate()


def prepared() -> Any:
    return work


def work(task: str) -> str:
    """Dies of a file as often as that has lines left."""
    lines = Path(task).read_text()
    if lines:
        Path(task).write_text(lines[1:])
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def failed(task: str, error: WorkerFailed) -> str:
    return error.code


def test_a_worker_that_is_lost_costs_its_file_as_many_tries_more_as_the_engine_has_to_spare(tmp_path: Path) -> None:
    def outcomes(lost: int, spare: int) -> list[str]:
        (tmp_path / "sound").write_text("")
        (tmp_path / "deadly").write_text("\n" * lost)
        tasks = [f"{tmp_path}/sound", f"{tmp_path}/deadly", f"{tmp_path}/sound"]
        return list(in_order(LocalEngine(2, spare=spare), tasks, prepared, failed))

    assert outcomes(lost=1, spare=0) == ["done", "worker-failed", "done"]
    assert outcomes(lost=1, spare=1) == ["done", "done", "done"]
    assert outcomes(lost=2, spare=1) == ["done", "worker-failed", "done"]


def test_a_worker_is_at_the_next_file_while_the_outcome_of_the_one_before_is_looked_at(tmp_path: Path) -> None:
    tasks = [f"{tmp_path}/{number}" for number in range(3)]
    found = in_order(LocalEngine(1), tasks, noting, failed)
    assert next(found) == "noted"
    deadline = time.monotonic() + 30
    while not Path(tasks[1]).exists():  # though nobody has asked for it
        assert time.monotonic() < deadline, "the worker waits"
        time.sleep(0.01)
    assert list(found) == ["noted", "noted"]


def noting() -> Any:
    return note


def note(task: str) -> str:
    Path(task).write_text("")
    return "noted"


def test_what_names_no_engine_is_said() -> None:
    for name in ("dask", "ray://", "ray:10001"):
        with pytest.raises(OptionError, match="there is no engine"), opened_engine(name, 2):
            pass


def test_a_model_goes_to_another_machine_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine" / "sub").mkdir(parents=True)
    (tmp_path / "mine" / "card.json").write_bytes(b"{}")
    (tmp_path / "mine" / "sub" / "weights").write_bytes(bytes(range(256)))
    with CarriedFolder.of(tmp_path / "mine").unpacked() as there:
        assert there.name == "mine"
        assert there != tmp_path / "mine"
        assert CarriedFolder.of(there) == CarriedFolder.of(tmp_path / "mine")
    assert not there.exists()

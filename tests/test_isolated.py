"""Reading in a process of its own: hangs, crashes, kills, forks and threads cost one file alone."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from isolated_material import TEXT

from nerkit.errors import (
    ConfigError,
    MissingFile,
    ReaderCrashed,
    ReadingTimedOut,
)
from nerkit.reading.isolated import IsolatedReader, Limits


def test_a_relative_path_is_of_the_folder_that_we_are_in_now(
    reader: IsolatedReader, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(good.parent)
    assert reader.read(good.name).source == good.name
    (good.parent / "within").mkdir()
    monkeypatch.chdir(good.parent / "within")
    with pytest.raises(MissingFile):
        reader.read(good.name)
    assert reader.read(Path("..", good.name)).text == TEXT


def test_a_hang_ends_after_the_time_limit_and_takes_its_programs_with_it(good: Path, endless: Path) -> None:
    numbers: list[int] = []

    def note() -> None:
        numbers.append(int(endless.with_name("begun").read_text()))
        os.kill(reader_process(reader), signal.SIGSTOP)

    watching = threading.Thread(target=note)
    watching.start()
    with IsolatedReader(Limits(silence=4)) as reader:
        reader.start()
        with pytest.raises(ReadingTimedOut, match="NERKIT_READING_SECONDS"):
            reader.read(endless, cache=False)
        watching.join()
        assert reader.read(good).text == TEXT
    assert_ends(numbers[0])


def test_a_crash_names_its_signal_and_the_next_file_is_read(good: Path, endless: Path) -> None:
    def crash() -> None:
        endless.with_name("begun").read_text()
        os.kill(reader_process(reader), signal.SIGSEGV)

    crashing = threading.Thread(target=crash)
    crashing.start()
    with IsolatedReader() as reader:
        with pytest.raises(ReaderCrashed, match="signal 11"):
            reader.read(endless, cache=False)
        crashing.join()
        assert reader.read(good).text == TEXT


def test_a_reader_that_was_killed_between_two_files_is_replaced(good: Path) -> None:
    with IsolatedReader() as reader:
        assert reader.read(good).text == TEXT
        os.kill(reader_process(reader), signal.SIGKILL)
        os.waitid(os.P_PID, reader_process(reader), os.WEXITED | os.WNOWAIT)
        assert reader.read(good).text == TEXT


def test_the_reader_and_its_programs_end_when_who_asked_is_killed(endless: Path) -> None:
    script = f"from nerkit.reading.isolated import IsolatedReader\nIsolatedReader().read({str(endless)!r}, cache=False)"
    with subprocess.Popen([sys.executable, "-c", script]) as asking:
        program = int(endless.with_name("begun").read_text())
        asking.kill()
    assert_ends(program)


def test_a_reader_needs_no_closing(good: Path) -> None:
    reader = IsolatedReader()
    reader.read(good)
    process = reader_process(reader)
    del reader
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_document_that_is_not_waited_for_is_given_up(good: Path, endless: Path) -> None:
    with IsolatedReader() as reader:
        with reader.reading(endless, cache=False):
            program = int(endless.with_name("begun").read_text())
        assert reader.read(good).text == TEXT
    assert_ends(program)


def test_a_fork_has_a_reader_of_its_own(good: Path) -> None:
    script = (
        "import os; from nerkit.reading.isolated import IsolatedReader\n"
        f"reader = IsolatedReader(); reader.read({str(good)!r})\n"
        f"child = os.fork(); reader.read({str(good)!r})\n"
        "if child: assert os.waitpid(child, 0)[1] == 0; reader.read({str(good)!r})\n".replace(
            "{str(good)!r}", repr(str(good))
        )
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0


def test_threads_wait_for_their_turn(reader: IsolatedReader, tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}.txt" for i in range(8)]
    for path in paths:
        path.write_text(path.name)
    texts: dict[str, str] = {}
    threads = [
        threading.Thread(target=lambda path=path: texts.update({path.name: reader.read(path).text})) for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {path.name: path.name for path in paths}


def test_the_folder_that_one_is_in_is_not_imported_from(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good.with_name("json.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(good.parent)
    with IsolatedReader() as reader:
        assert reader.read(good).text == TEXT


@pytest.mark.parametrize("value", ["much", "-1", "0", "nan", "inf"])
def test_a_limit_that_is_none_is_an_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NERKIT_READING_MEMORY", value)
    with pytest.raises(ConfigError, match="NERKIT_READING_MEMORY"):
        IsolatedReader()


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NERKIT_READING_MEMORY", "500")
    monkeypatch.setenv("NERKIT_READING_SECONDS", "1.5")
    assert IsolatedReader().limits == Limits(silence=1.5, memory=500_000_000)


def reader_process(reader: IsolatedReader) -> int:
    assert reader._child is not None
    return reader._child.process.pid


def assert_ends(process: int) -> None:
    """Waits until there is no such process, half a minute at most."""
    for _ in range(600):
        status = Path(f"/proc/{process}/status")
        if not status.exists() or "zombie" in status.read_text():
            return
        time.sleep(0.05)
    raise AssertionError("it goes on")

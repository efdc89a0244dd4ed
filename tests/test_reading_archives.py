"""Archives: each document in one stands alone and has a name that finds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from container_material import listed, mail, zipped
from hypothesis import given
from hypothesis import strategies as st

from nerkit.errors import (
    ArchiveTooLarge,
    BrokenArchive,
    EncryptedFile,
    MissingFile,
    NoDocuments,
    UnreadableFile,
)
from nerkit.reading import archive, files, read
from nerkit.reading.archive import unique
from nerkit.reading.detect import detect
from nerkit.reading.files import find

SAMPLES = Path(__file__).parents[1] / "corpora/samples"

# Archives


def test_the_documents_of_an_archive_are_named_as_in_a_folder_and_read_by_that_name(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"b.txt": "of b", "contracts/a.txt": "of a", "sheet.xls": "no", "tool.exe": "no"}))

    found = find([path])

    assert found.files == [path / "b.txt", path / "contracts/a.txt"]
    assert found.passed_over == {".xls": 1, ".exe": 1}
    assert [read(file).text for file in found.files] == ["of b", "of a"]
    assert read(found.files[1]).source == str(path / "contracts/a.txt")


def test_an_archive_that_packs_nothing_is_no_pdf_though_one_begins_in_it(tmp_path: Path) -> None:
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("bill.pdf", (SAMPLES / "receipt.pdf").read_bytes())
        opened.writestr("note.txt", "a note")

    assert listed(path) == ["stored.zip/bill.pdf", "stored.zip/note.txt"]
    assert "%PDF-" in path.read_bytes()[:1024].decode("latin-1")
    assert detect(path.read_bytes()) == "archive"


def test_hidden_files_and_what_macos_adds_are_no_members(tmp_path: Path) -> None:
    path = tmp_path / "mac.zip"
    path.write_bytes(zipped({"a.txt": "a", "__MACOSX/._a.txt": "x", "._b.txt": "x", ".git/c.txt": "x"}))

    assert listed(path) == ["mac.zip/a.txt"]
    assert not find([path]).passed_over


def test_archives_and_mails_in_one_another_are_opened(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(zipped({"deep/bill.txt": "the bill"}), "application", "zip", filename="bills.zip")
    path = tmp_path / "outer.zip"
    path.write_bytes(zipped({"inner.zip": zipped({"one.txt": "1"}), "mail.eml": message.as_bytes()}))

    inside = ["inner.zip/one.txt", "mail.eml", "mail.eml/bills.zip/deep/bill.txt"]
    assert listed(path) == [f"outer.zip/{name}" for name in inside]
    assert read(path / inside[2]).text == "the bill"


def test_a_folder_lists_what_its_archives_hold(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.txt": "x"}))
    (tmp_path / "b.md").write_text("b")
    (tmp_path / "c.pages").write_text("c")

    found = find([tmp_path])

    assert found.files == [tmp_path / "a.zip/x.txt", tmp_path / "b.md"]
    assert found.passed_over == {".pages": 1}


def test_a_word_document_is_a_document_though_it_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "contract.docx"
    path.write_bytes(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}))

    assert find([path]).files == [path]


def test_a_member_without_a_name_is_a_file_as_others_are(tmp_path: Path) -> None:
    data = zipped({"a": "no", "b.txt": "of b"})
    for entry in (b"PK\x01\x02", b"PK\x03\x04"):  # the name of the first, one letter long, becomes empty
        at = data.index(entry)
        length, name = (28, 46) if entry == b"PK\x01\x02" else (26, 30)
        data = data[: at + length] + b"\0\0" + data[at + length + 2 : at + name] + data[at + name + 1 :]
    size, begin = (int.from_bytes(data[-10 + i : -6 + i], "little") for i in (0, 4))
    data = data[:-10] + (size - 1).to_bytes(4, "little") + (begin - 1).to_bytes(4, "little") + data[-2:]
    second = data.rindex(b"PK\x01\x02")
    offset = int.from_bytes(data[second + 42 : second + 46], "little") - 1
    data = data[: second + 42] + offset.to_bytes(4, "little") + data[second + 46 :]
    (tmp_path / "a.zip").write_bytes(data)

    assert listed(tmp_path / "a.zip") == ["a.zip/b.txt"]
    assert read(tmp_path / "a.zip" / "b.txt").text == "of b"


def test_names_of_members_lead_nowhere_outside_and_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for name in ("../../a.txt", "/a.txt", "a.txt", "b\\c.txt", "d\x1b[2J.txt"):
            opened.writestr(name, f"content of {len(name)}")
        with pytest.warns(UserWarning, match="Duplicate"):
            opened.writestr("a.txt", "again")

    names = ["a.txt", "a (2).txt", "a (3).txt", "b/c.txt", "d_[2J.txt", "a (4).txt"]
    assert listed(path) == [f"evil.zip/{name}" for name in names]
    assert [read(path / name).text for name in (names[0], names[5])] == ["content of 11", "again"]


@given(st.lists(st.text(st.sampled_from("ab./\\\x1b\u202e "), max_size=8)))
def test_every_name_becomes_another_path_below_the_archive(names: list[str]) -> None:
    paths = [Path("x.zip") / name for name in unique(names)]

    assert len(set(paths)) == len(names)
    assert all(path.parts[0] == "x.zip" and len(path.parts) > 1 and ".." not in path.parts for path in paths)
    assert all(str(path).isprintable() for path in paths)


def test_a_member_that_is_not_there_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": "a"}))

    for name in ("a.zip/b.txt", "a.zip/a.txt/c.txt", "nothing.zip/a.txt"):
        with pytest.raises(MissingFile):
            read(tmp_path / name)


def test_an_archive_alone_is_no_document(tmp_path: Path) -> None:
    full, empty = tmp_path / "full.zip", tmp_path / "empty.zip"
    full.write_bytes(zipped({"a.txt": "a"}))
    empty.write_bytes(zipped({"a.xls": "a"}))

    with pytest.raises(UnreadableFile, match="nerkit tag"):
        read(full)
    assert find([empty]).files == [empty]
    with pytest.raises(NoDocuments):
        read(empty)


def encrypted(data: bytes) -> bytes:
    """The archive with the flag of encryption set on its first member, in both of its headers."""
    flagged = bytearray(data)
    flagged[6] |= 1
    flagged[flagged.index(b"PK\x01\x02") + 8] |= 1
    return bytes(flagged)


def test_a_bad_member_says_what_is_wrong_and_the_others_are_read(tmp_path: Path) -> None:
    damaged = bytearray(zipped({"cut.txt": os.urandom(500).hex(), "good.txt": "good"}))
    damaged[60:80] = bytes(20)
    (tmp_path / "damaged.zip").write_bytes(damaged)
    (tmp_path / "locked.zip").write_bytes(encrypted(zipped({"secret.txt": "secret", "good.txt": "good"})))

    with pytest.raises(BrokenArchive, match=r"damaged\.zip/cut\.txt"):
        read(tmp_path / "damaged.zip/cut.txt")
    with pytest.raises(EncryptedFile, match="password"):
        read(tmp_path / "locked.zip/secret.txt")
    assert read(tmp_path / "damaged.zip/good.txt").text == read(tmp_path / "locked.zip/good.txt").text == "good"


def test_an_archive_that_is_cut_off_is_a_broken_archive(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(zipped({"a.txt": os.urandom(900).hex()})[:-60])

    assert find([path]).files == [path]
    with pytest.raises(BrokenArchive):
        read(path)


def test_a_member_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBER_BYTES", 1000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"bomb.txt": "a" * 1001, "good.txt": "a" * 1000}))

    with pytest.raises(ArchiveTooLarge):
        read(path / "bomb.txt")
    assert len(read(path / "good.txt").text) == 1000


def test_a_member_that_understates_its_size_is_broken_and_not_unpacked_further(tmp_path: Path) -> None:
    data = bytearray(zipped({"liar.txt": "a" * 5_000_000}))
    size = (5_000_000).to_bytes(4, "little")
    path = tmp_path / "liar.zip"
    path.write_bytes(bytes(data).replace(size, (100).to_bytes(4, "little")))

    with pytest.raises(BrokenArchive):
        read(path / "liar.txt")


@pytest.mark.parametrize("limit", ["DOCUMENTS", "BYTES"])
def test_an_archive_of_too_much_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(files, limit, 5)
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{i}.txt": "x" for i in range(6)}))

    assert find([path]).files == [path]
    with pytest.raises(ArchiveTooLarge):
        read(path)


def test_archives_may_not_stand_in_one_another_without_end(tmp_path: Path) -> None:
    data = zipped({"end.txt": "x"})
    for _ in range(6):
        data = zipped({"next.zip": data})
    path = tmp_path / "nested.zip"
    path.write_bytes(data)

    assert find([path]).files == [path]
    with pytest.raises(ArchiveTooLarge):
        read(path)
    with pytest.raises(ArchiveTooLarge):
        read(path / "/".join(["next.zip"] * 6) / "end.txt")


# The command


def test_a_run_over_containers_does_every_member_and_reports_the_bad_ones(tmp_path: Path) -> None:
    agreement = (
        "This Agreement is made on March 3, 2020 between Acme Inc. and Meadow Bank LLC. "
        "It is governed by the laws of the State of Ohio.\n"
    )
    message = mail()
    message.add_attachment(agreement.encode(), "text", "plain", filename="agreement.txt")
    (tmp_path / "mail.eml").write_bytes(message.as_bytes())
    members = {"a.txt": agreement, "bad.pdf": "no", "b.txt": agreement, "x.xls": "no"}
    (tmp_path / "all.zip").write_bytes(zipped(members))

    run = subprocess.run(
        [sys.executable, "-m", "nerkit", "tag", "all.zip", "mail.eml", "--workers", "0"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )

    rows: list[dict[str, Any]] = [json.loads(line) for line in run.stdout.splitlines()]
    by_source = {Path(row["source"]).as_posix(): row for row in rows}
    in_mail = ["mail.eml", "mail.eml/agreement.txt"]
    assert list(by_source) == ["all.zip/a.txt", "all.zip/bad.pdf", "all.zip/b.txt", *in_mail]
    assert by_source["all.zip/bad.pdf"]["error"]["code"] == "unknown-format"
    for name in ("all.zip/a.txt", "all.zip/b.txt", "mail.eml/agreement.txt"):
        assert by_source[name]["record"]["party"][0]["value"] == "Acme Inc."
    assert run.returncode == 3
    assert "note: all.zip: 1 file passed over (1 .xls)" in run.stderr

"""Files in object stores and on other servers, named by URL: s3://, gs://, abfs://, whatever fsspec knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nerkit.errors import ExtraMissing, MissingFile, NerkitError, OptionError, UnreadableFile
from nerkit.extras import require
from nerkit.reading.content import stream_bytes
from nerkit.reading.formats import suffixes

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_VERSIONS = ("ETag", "etag", "md5Hash", "md5", "size", "LastModified", "last_modified", "updated", "mtime", "created")
"""What listings say of the content of a file: the first that is there, and the size, tell one version from another."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file by its URL; `version` is another one where its content is, as far as the place that it is in tells."""

    url: str
    version: str = ""

    def content(self) -> bytes:
        """All of it. Raises `MissingFile`, `UnreadableFile`, `FileTooLarge` and `ExtraMissing`."""
        files, path = _opened(self.url)
        with _said(self.url), files.open(path, "rb") as stream:
            return stream_bytes(stream, self.url)


def is_url(name: str) -> bool:
    """Whether a name is a URL, and no path."""
    return _URL.match(name) is not None


def local_path(url: str) -> Path | None:
    """The path that a file: URL names; None for other URLs."""
    parts = urlsplit(url)
    return (
        Path(url2pathname(parts.path)) if parts.scheme.lower() == "file" and parts.netloc in ("", "localhost") else None
    )


def remote_files(url: str, passed_over: Counter[str]) -> Iterator[RemoteFile]:
    """The file at a URL, or the documents below it in the order of their names; suffixes of others are counted.

    Of one folder at a time the names are held, no more. Raises `MissingFile`, `UnreadableFile`, `ExtraMissing`, and
    `OptionError` for a kind of URL that nobody knows.
    """
    files, path = _opened(url)
    with _said(url):
        about = files.info(path)
    if about["type"] != "directory":
        yield RemoteFile(url, _version(about))
        return
    for found, each in _below(files, path, url):
        suffix = PurePosixPath(found).suffix.lower()
        if suffix in suffixes():
            yield RemoteFile(files.unstrip_protocol(found), _version(each))
        else:
            passed_over[suffix] += 1


def _below(files: Any, folder: str, url: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with _said(url):
        listed = sorted(files.ls(folder, detail=True), key=lambda each: str(each["name"]))
    for each in listed:
        path = str(each["name"])
        if PurePosixPath(path).name.startswith(".") or path.rstrip("/") == folder.rstrip("/"):
            continue  # hidden, or what stands for the folder itself in a store that has none
        if each["type"] == "directory":
            yield from _below(files, path, url)
        else:
            yield path, each


def _opened(url: str) -> tuple[Any, str]:
    """What opens the files of a kind of URL, and the path there."""
    require("remote", "fsspec")
    import fsspec
    from fsspec.registry import known_implementations

    scheme = url.partition("://")[0].lower()
    known = known_implementations.get(scheme)
    if "::" in url or (known is None and scheme not in fsspec.available_protocols()):
        raise OptionError(f"{url}: nothing reads {scheme}://; name a file, or a URL as s3://BUCKET/FOLDER")
    try:
        files, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError:
        package = str(known["class"]).partition(".")[0] if known else scheme
        raise ExtraMissing(
            f"{package} is not installed, which reads {scheme}://; type `pip install {package}`"
        ) from None
    except Exception as error:  # what a package raises that has no access
        raise _unreadable(url, error) from None
    return files, path


@contextmanager
def _said(url: str) -> Iterator[None]:
    """Whatever goes wrong in a package that reads is the file's error."""
    try:
        yield
    except NerkitError:
        raise
    except FileNotFoundError:
        raise MissingFile(f"{url}: there is no such file; check the URL") from None
    except Exception as error:
        raise _unreadable(url, error) from None


def _unreadable(url: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(f"{url}: cannot be read ({type(error).__name__}); check the URL, and who may read it")


def _version(about: Mapping[str, Any]) -> str:
    known = [f"{name} {about[name]}" for name in _VERSIONS if about.get(name)]
    return " ".join([*known[:1], f"size {about.get('size')}"]) if known else ""

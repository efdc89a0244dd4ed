"""multipart/form-data (RFC 7578) → its parts: what browsers and `curl -F` send. Parts are few, their heads short."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from nerkit.service.refusal import Refused

MOST_PARTS = 16
_HEAD_BYTES = 8 << 10
_BOUNDARY = 70


@dataclass(frozen=True, slots=True)
class FormPart:
    """What stands in a part, and what its file is called where it is one."""

    content: bytes
    filename: str = ""

    def text(self, name: str, most: int) -> str:
        """The content as text. Raises `Refused` for what is none, or has more than `most` bytes."""
        if len(self.content) > most:
            raise Refused(413, "file-too-large", f"the part {name!r} is larger than {most >> 10} KB; send less")
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _bad(f"the part {name!r} is not UTF-8") from None


def is_form(content_type: str) -> bool:
    """Whether the body of a request is a form, by its content type."""
    return content_type.partition(";")[0].strip().lower() == "multipart/form-data"


def form_of(body: bytes, content_type: str) -> dict[str, FormPart]:
    """The parts of a form by name. Raises `Refused` for what is no whole form, and a name that comes twice."""
    boundary = _boundary(content_type)
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:
        raise _bad(f"a form has {MOST_PARTS} parts at most")
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise _bad("the form ends early, or has another boundary than it says")
    found: dict[str, FormPart] = {}
    for piece in pieces[1:-1]:
        head, end, content = piece.partition(b"\r\n\r\n")
        if not end or len(head) > _HEAD_BYTES or head.lstrip(b" \t")[:2] != b"\r\n":
            raise _bad("a part of the form has no head")
        name, filename = _about(head.decode("utf-8", "replace").strip())
        if name in found:
            raise _bad(f"the part {name!r} is there twice")
        found[name] = FormPart(content, filename)
    return found


def _about(head: str) -> tuple[str, str]:
    about = HeaderParser().parsestr(head)
    name = about.get_param("name", header="content-disposition")
    if about.get_content_disposition() != "form-data" or not isinstance(name, str) or not 0 < len(name) <= 100:
        raise _bad("a part of the form has no name")
    if "content-transfer-encoding" in about:
        raise _bad("parts of a form come as they are, in no other encoding")
    return name, (about.get_filename() or "").replace("%22", '"')


def _boundary(content_type: str) -> bytes:
    about = Message()
    about["content-type"] = content_type
    boundary = about.get_boundary()
    if not boundary or len(boundary) > _BOUNDARY or not boundary.isascii():
        raise _bad("the form names no boundary")
    return boundary.encode("ascii")


def _bad(message: str) -> Refused:
    return Refused(422, "bad-request", message)

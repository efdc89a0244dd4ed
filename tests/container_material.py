"""Archives and mails, made here, and what they hold."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

from nerkit.reading.files import find


def zipped(contents: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in contents.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def mail(body: str | None = "Please find our invoice.\n", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Cedar & Pine <billing@cedar.example>"
    message["To"] = "ap@buyer.example"
    message["Date"] = "Mon, 06 May 2024 10:00:00 +0200"
    message["Subject"] = "Rechnung für Mai"
    if body is not None:
        message.set_content(body)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def listed(path: Path) -> list[str]:
    return [file.relative_to(path.parent).as_posix() for file in find([path]).files]

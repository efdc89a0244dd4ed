"""Crafted files, each of which ended a run, filled the memory or took minutes once: made by code, a kind a function."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage

from scripts.hostile.forms import crafted_forms

SIZE = 4_000
"""Rows, cells or characters of what grows: what is worse than linear in it is told apart from what is not."""

INVOICE = "Brightwater Supplies Ltd\nInvoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"


def crafted(size: int = SIZE) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file."""
    yield from _texts(size)
    yield from _mails(size)
    yield from _archives(size)
    yield from _pdfs(size)
    yield from _images(size)
    yield from _office(size)
    yield from crafted_forms(size)


def _texts(size: int) -> Iterator[tuple[str, bytes]]:
    for name, sign in {"underscores": "_", "brackets": "(", "quotes": '"', "dollars": "$", "digits": "7"}.items():
        yield f"word-of-{name}.txt", (INVOICE + sign * 5 * size).encode()
    cells = "\t".join(f"{i}.00" for i in range(size))
    yield "one-line-of-cells.txt", f"{INVOICE}{cells}\n".encode()
    rows = "\n".join(f"{i}\tBolt M{i}\t{i % 9 + 1}\t2.50\t{2.5 * (i % 9 + 1):.2f}" for i in range(size))
    yield "table-of-rows.txt", f"{INVOICE}Pos\tDescription\tQty\tPrice\tAmount\n{rows}\nTotal\t99.00\n".encode()
    yield "distinct-totals.txt", (INVOICE + "".join(f"Total {i}.17 EUR\n" for i in range(size))).encode()
    yield "vat-lines.txt", (INVOICE + "".join(f"VAT {i % 30} %\t{i}.00\t{i * 0.2:.2f}\n" for i in range(size))).encode()
    yield "long-line.txt", (INVOICE + "payable net thirty days after receipt " * (size * 8)).encode()
    yield "separators.txt", (INVOICE + "1.2,3'4-5/6 " * (size // 2)).encode()
    yield "months.txt", (INVOICE + "May March June of the year " * size).encode()
    yield "one-control-byte.txt", b"\x01" + INVOICE.encode()
    yield "beyond-ffff.txt", (INVOICE + "\U0001f600\U00020000" * 50).encode()
    yield "utf-16-cut.txt", INVOICE.encode("utf-16")[:-1]
    yield "nothing-but-zeros.txt", bytes(size)
    yield "right-to-left-\u202egnp.txt", INVOICE.encode()
    yield "=cmd|' calc'!A0.txt", INVOICE.encode()
    yield "line\nfeed-\x1b[2J.txt", INVOICE.encode()
    yield "deep.html", b"<div>" * (size * 5) + INVOICE.encode()
    yield "wide.html", b"<table><tr>" + b"<td colspan=1000000000 rowspan=1000000000>9" * (size // 4)


def _mails(size: int) -> Iterator[tuple[str, bytes]]:
    for depth in (90, 489, size):
        yield f"nested-{depth}.eml", _nested(depth)
    mail = _mail()
    mail.add_attachment(INVOICE.encode(), maintype="text", subtype="plain", filename="x" * 300 + ".txt")
    mail.add_attachment(INVOICE.encode(), maintype="text", subtype="plain", filename="../../\x1b[2J.txt")
    yield "names.eml", mail.as_bytes()
    yield "headers.eml", b"".join(b"Received: from a by b\n" for _ in range(size)) + _mail().as_bytes()
    forwarded = _mail()
    for _ in range(60):
        outer = _mail()
        outer.add_attachment(forwarded)
        forwarded = outer
    yield "forwarded-60-times.eml", forwarded.as_bytes()


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "billing@brightwater.example", "you@example.org", "Invoice"
    mail.set_content(INVOICE)
    return mail


def _nested(depth: int) -> bytes:
    """Multiparts within one another; the standard library's own writer would recurse."""
    head = "From: a@b.example\nMIME-Version: 1.0\n"
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    closed = "".join(f"\n--b{i}--\n" for i in reversed(range(depth)))
    return f"{head}{opened}Content-Type: text/plain\n\n{INVOICE}{closed}".encode()


def _archives(size: int) -> Iterator[tuple[str, bytes]]:
    names = [
        "x" * 300 + ".txt",
        "../up.txt",
        "/root.txt",
        "a\x1b[2J.txt",
        "con.txt",
        "caf\u00e9\u202e.txt",
        "a/" * 200 + "b.txt",
    ]
    yield "names.zip", zipped({name: INVOICE.encode() for name in names})
    yield "twice.zip", zipped({"a.txt": INVOICE.encode(), "A.txt": INVOICE.encode()})
    yield "many.zip", zipped({f"{i}.txt": b"" for i in range(min(size, 200))})
    yield "zeros.zip", zipped({"zeros.txt": bytes(50_000_000)})
    inner = zipped({"a.txt": INVOICE.encode()})
    for _ in range(30):
        inner = zipped({"inner.zip": inner})
    yield "nested.zip", inner
    yield "no-end.zip", zipped({"a.txt": INVOICE.encode()})[:-10]


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _pdfs(size: int) -> Iterator[tuple[str, bytes]]:
    line = f"BT /F1 9 Tf 50 700 Td ({INVOICE.splitlines()[1]}) Tj ET\n".encode()
    yield "saved-states.pdf", pdf(b"q " * (size * 10) + line)
    yield "rules.pdf", pdf(line + b"".join(b"%d 10 m %d 800 l S\n" % (i % 600, i % 599) for i in range(size)))
    yield "same-place.pdf", pdf(line * (size // 4))
    yield "clip.pdf", pdf(b"0 0 600 800 re W n " * size + line)
    yield "huge-page.pdf", pdf(line, box=b"0 0 2000000 2000000")
    yield "no-page-size.pdf", pdf(line, box=b"0 0 0 0")
    yield "inverse-page.pdf", pdf(line, box=b"612 792 0 0")
    yield "nan-numbers.pdf", pdf(b"BT /F1 1e99 Tf 9e99 -9e99 Td (a) Tj ET " + line)
    bomb = zlib.compress(zlib.compress(bytes(100_000_000), 9), 9)
    yield "packed-twice.pdf", pdf(bomb, filters=b"/Filter [/FlateDecode /FlateDecode]")
    yield "brotli.pdf", pdf(b"\x0b\x02\x80test\x03", filters=b"/Filter /BrotliDecode")
    yield "many-pages.pdf", pdf(line, pages=min(size, 300))
    yield "loop.pdf", pdf(line).replace(b"/Kids [", b"/Kids [2 0 R ")


def pdf(content: bytes, *, box: bytes = b"0 0 612 792", filters: bytes = b"", pages: int = 1) -> bytes:
    """A document whose pages all draw `content`."""
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
            % box
        ]
        * pages,
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _images(size: int) -> Iterator[tuple[str, bytes]]:
    from PIL import Image

    for width, height in ((20, 300_000), (300, 25_000), (1, 1), (30_000, 2)):
        out = io.BytesIO()
        Image.new("1", (width, height), 1).save(out, "PNG")
        yield f"blank-{width}-{height}.png", out.getvalue()
    yield "claims-much.png", _png(100_000, 100_000)
    yield "claims-nothing.png", _png(0, 0)
    out = io.BytesIO()
    frame = Image.new("1", (60, 60), 1)
    frame.save(out, "TIFF", save_all=True, append_images=[frame] * min(size, 200))
    yield "frames.tiff", out.getvalue()


def _png(width: int, height: int) -> bytes:
    """The head of a picture of a size, and not a row of it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def _office(size: int) -> Iterator[tuple[str, bytes]]:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )

    def docx(body: str, before: str = "") -> bytes:
        document = f'{before}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()})

    run = f"<w:p><w:r><w:t>{INVOICE}</w:t></w:r></w:p>"
    yield "deep.docx", docx("<w:tbl><w:tr><w:tc>" * size + run + "</w:tc></w:tr></w:tbl>" * size)
    yield "long.docx", docx(run * size)
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    yield "laughs.docx", docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f'<!DOCTYPE d [<!ENTITY l0 "lol">{lol}]>')
    yield (
        "outside.docx",
        docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    )
    yield "spaces.docx", docx(f"<w:p><w:r><w:t>{' ' * 20_000_000}</w:t></w:r></w:p>")

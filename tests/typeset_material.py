"""PDFs whose fonts say what a test wants them to say: any glyph may map to any text, or to nothing."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import matplotlib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "£€\ufb00\ufb01\ufb02\ufb03\ufb04☺"


@dataclass(frozen=True)
class Font:
    """A face with what its glyphs are said to mean: text of any length, "" for NUL, None for no mapping at all.

    Glyphs that `says` leaves out mean what they are; with `silent`, the font has no mapping for any glyph.
    """

    face: str = "DejaVuSans"
    says: Mapping[str, str | None] = field(default_factory=dict)
    silent: bool = False


@dataclass(frozen=True)
class Run:
    """Glyphs drawn from a place: points from the bottom left corner; `spacing` points after each glyph.

    A space in `text` moves on by the width of a space, or by `gap` points, without drawing a glyph if `spaceless`.
    With `pieces`, each word or each letter is put in its place by itself.
    """

    x: float
    y: float
    text: str
    font: int = 0
    size: float = 12.0
    spacing: float = 0.0
    gap: float | None = None
    spaceless: bool = False
    pieces: Literal["run", "words", "letters"] = "run"


@cache
def _subset(face: str) -> tuple[bytes, dict[str, int], dict[str, float], tuple[int, int]]:
    """The font file, and for each character its glyph's number and width in thousandths; ascent and descent too."""
    font = TTFont(FONTS / f"{face}.ttf")
    options = Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(text=_ALPHABET)
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    scale = 1000 / font["head"].unitsPerEm
    names = {chr(code): name for code, name in font.getBestCmap().items()}
    glyphs = {character: font.getGlyphID(name) for character, name in names.items()}
    widths = {character: font["hmtx"][name][0] * scale for character, name in names.items()}
    height = round(font["hhea"].ascent * scale), round(font["hhea"].descent * scale)
    return buffer.getvalue(), glyphs, widths, height


def made_pdf(
    runs: Sequence[Run], fonts: Sequence[Font] = (Font(),), size: tuple[float, float] = (500, 300), extra: bytes = b""
) -> bytes:
    """A page with these runs; `extra` is drawn before them."""
    content = extra + b"\n" + b"\n".join(_drawn(run, fonts[run.font]) for run in runs)
    resources = b" ".join(b"/F%d %d 0 R" % (i, 5 + 5 * i) for i in range(len(fonts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents 4 0 R /Resources << /Font << %s >> >> >>"
        % (*size, resources),
        _stream(content),
    ]
    for i, font in enumerate(fonts):
        objects += _font_objects(font, 5 + 5 * i)
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """The file of these objects, of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def _drawn(run: Run, font: Font) -> bytes:
    _, glyphs, widths, _ = _subset(font.face)
    shown: list[bytes] = []
    x = run.x
    cuts = {"run": "", "words": " ", "letters": run.text}[run.pieces]
    pieces: list[bytes] = []

    def show() -> None:
        if pieces:
            parts = (run.font, run.size, run.spacing, start, run.y, b" ".join(pieces))
            shown.append(b"BT /F%d %g Tf %.4f Tc 1 0 0 1 %.4f %g Tm [%s] TJ ET" % parts)
            pieces.clear()

    start = x
    for character in run.text:
        if not pieces:
            start = x
        if character == " " and run.spaceless:
            gap = widths[" "] * run.size / 1000 if run.gap is None else run.gap
            pieces.append(b"%.3f" % (-gap * 1000 / run.size))
            x += gap
        else:
            pieces.append(b"<%04x>" % glyphs[character])
            x += widths[character] * run.size / 1000 + run.spacing
        if character in cuts:
            show()
    show()
    return b"\n".join(shown)


def _font_objects(font: Font, first: int) -> list[bytes]:
    data, glyphs, widths, (ascent, descent) = _subset(font.face)
    name = font.face.encode()
    array = b" ".join(b"%d [%d]" % (glyphs[c], round(width)) for c, width in widths.items())
    mapping = b"" if font.silent else b"/ToUnicode %d 0 R" % (first + 4)
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] %s >>"
        % (name, first + 1, mapping),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDToGIDMap /Identity /DW 600 /W [%s] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R >>"
        % (name, array, first + 2),
        b"<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-200 %d 1200 %d] /Ascent %d /Descent %d "
        b"/ItalicAngle 0 /CapHeight 700 /StemV 80 /FontFile2 %d 0 R >>"
        % (name, descent, ascent, ascent, descent, first + 3),
        _stream(data, b"/Length1 %d" % len(data)),
        _stream(_to_unicode(font, glyphs)),
    ]


def _to_unicode(font: Font, glyphs: Mapping[str, int]) -> bytes:
    lines = []
    for character, glyph in glyphs.items():
        text = font.says.get(character, character)
        if text is not None:
            lines.append(b"<%04x> <%s>" % (glyph, (text or "\0").encode("utf-16-be").hex().encode()))
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /Made def /CMapType 2 def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + body
        + b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )

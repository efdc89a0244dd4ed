"""The sample contract: `contract.txt` set on six pages.

In the text a blank line parts paragraphs, `#` and `##` begin headings, `**` encloses bold text, and `@` calls a block.
"""

from __future__ import annotations

from pathlib import Path

from nerkit.corpora.generator.sheet import Font, Run, Sheet, text

TEXT = Path(__file__).with_name("contract.txt")
SERIF = Font("Times-Roman", "Times-Bold", 11.2, 1.42)
FOOT = Font("Times-Roman", "Times-Bold", 8, 1.42, grey=0.42)


def contract(path: Path) -> None:
    """Six pages: parties, term, the clauses, a block of signatures and a schedule of fees."""
    sheet = Sheet(path, 612, 792)
    left, width, top = 80.0, 452.0, 78.0
    page = 1

    def turn(top: float, room: float) -> float:
        nonlocal page
        if top + room < 718:
            return top
        foot()
        sheet.new_page()
        page += 1
        return 72.0

    def foot() -> None:
        sheet.line(
            left,
            746,
            text("Northgate Analytics / Harbor Lane Foods: Master Services Agreement"),
            FOOT,
        )
        sheet.line(left + width, 746, text(f"Page {page} of 6"), FOOT, "right")

    for part in TEXT.read_text(encoding="utf-8").strip().split("\n\n"):
        if part.startswith("# "):
            top = sheet.line(306, top, [Run(part[2:], None, True)], SERIF.scaled(1.5), "center") + 20
        elif part.startswith("## "):
            top = sheet.line(left, turn(top + 6, 70), [Run(part[3:], None, True)], SERIF.scaled(1.06)) + 3
        elif part == "@signatures":
            top = _signatures(sheet, left, turn(top + 8, 190))
        elif part == "@page":
            top = turn(top, 900)
        elif part == "@fees":
            top = _fees(sheet, left, top + 2, width) + 12
        else:
            runs = [Run(piece, None, i % 2 == 1) for i, piece in enumerate(part.split("**"))]
            lines = sheet.measure(runs, SERIF) / width + 1
            top = sheet.paragraph(left, turn(top, min(lines, 3) * SERIF.height), width, runs, SERIF) + 7
    foot()
    sheet.save()


def _signatures(sheet: Sheet, left: float, top: float) -> float:
    top = (
        sheet.paragraph(
            left,
            top,
            452,
            text(
                "IN WITNESS WHEREOF, the Parties have signed this Agreement through their authorized representatives."
            ),
            SERIF,
        )
        + 14
    )
    signers = (
        ("Northgate Analytics, Inc.", "Dana R. Whitlock", "Chief Executive Officer"),
        ("Harbor Lane Foods LLC", "Miguel A. Torres", "Managing Member"),
    )
    for x, (company, name, role) in zip((left, left + 240), signers, strict=True):
        y = sheet.line(x, top, [Run(company, None, True)], SERIF) + 30
        sheet.rule(x, y, x + 200)
        sheet.lines(x, y + 3, [text("Signature"), text(f"Name: {name}"), text(f"Title: {role}")], SERIF.scaled(0.92))
    return top + 130


def _fees(sheet: Sheet, left: float, top: float, width: float) -> float:
    rows = (
        ("Service", "Unit", "Fee"),
        ("Base Services", "month", "$18,500.00"),
        ("Onboarding of a distribution center", "once each", "$6,200.00"),
        ("Data engineer", "hour", "$165.00"),
        ("Senior consultant", "hour", "$210.00"),
        ("Training workshop", "day", "$2,400.00"),
    )
    font = SERIF.scaled(0.95)
    for i, row in enumerate(rows):
        if i == 0:
            sheet.frame(left, top, left + width, top + 20, 0.9, 0)
        for value, x in zip(row, (left + 6, left + 260, left + width - 6), strict=True):
            sheet.line(x, top + 3, [Run(value, None, i == 0)], font, "right" if x > left + 300 else "left")
        top += 20
        sheet.rule(left, top, left + width, 0.4, 0.5)
    return top

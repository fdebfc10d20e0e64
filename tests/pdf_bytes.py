"""PDF files written by hand, for what no writer would write: locked ones, bombs, a million objects.

``write_refused_pdfs`` writes those of the catalogue of lessons, one a code.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path

TEXT = b"BT /F 10 Tf 60 700 Td (text) Tj ET"
HELVETICA = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
PICTURE = b"q 400 0 0 600 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
SLANTED = b"BT /F 60 Tf 1 1 -1 1 200 300 Tm (sample) Tj ET"
# characters by the numbers they have in a font that does not say which they are
NUMBERED = (
    b"/Font <</F <</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<</Type /Font "
    b"/Subtype /CIDFontType2 /BaseFont /X /DW 1000 /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) "
    b"/Supplement 0>> /FontDescriptor <</Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] "
    b"/Descent -120>>>>]>>>>"
)
LOCKED = b"/ID [(one) (one)] /Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>>>" % (b"5a" * 32, b"a5" * 32)


def stream(data: bytes, about: bytes = b"") -> bytes:
    """A stream object with these bytes."""
    return b"<<%s /Length %d>> stream\n%s\nendstream" % (about, len(data), data)


def with_pages(
    path: Path,
    *contents: bytes,
    resources: bytes = HELVETICA,
    more: bytes = b"",
    trailer: bytes = b"",
    boxes: Sequence[bytes] = (),
) -> Path:
    """A PDF of pages with these contents (stream objects); more: further objects; boxes: of the pages, where not A4."""
    objects = [b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"]
    kids = b" ".join(b"%d 0 R" % (100 + 2 * n) for n in range(len(contents)))
    objects.append(b"2 0 obj <</Type /Pages /Kids [%s] /Count %d>> endobj\n" % (kids, len(contents)))
    for n, content in enumerate(contents):
        box = boxes[n] if n < len(boxes) else b"[0 0 595 842]"
        objects.append(
            b"%d 0 obj <</Type /Page /Parent 2 0 R /MediaBox %s /Resources <<%s>> /Contents %d 0 R>> endobj\n"
            b"%d 0 obj %s endobj\n" % (100 + 2 * n, box, resources, 101 + 2 * n, 101 + 2 * n, content)
        )
    path.write_bytes(b"%PDF-1.4\n" + b"".join(objects) + more + b"trailer <</Root 1 0 R " + trailer + b">>\n%%EOF\n")
    return path


def many_objects(count: int) -> bytes:
    """So many objects that hold nothing."""
    return b"".join(b"%d 0 obj null endobj\n" % number for number in range(10_000, 10_000 + count))


def write_refused_pdfs(folder: Path) -> None:
    """A PDF for each lesson about PDF files, by its code."""
    text = stream(TEXT)
    much = stream(b"BT /F 1 Tf 60 700 Td (%s) Tj ET" % (b"x" * 60_001))
    with_pages(folder / "D301.pdf", text, trailer=LOCKED)
    (folder / "D302.pdf").write_bytes(b"%PDF-1.4\nwhat is left of a download")
    with_pages(folder / "D303.pdf", stream(PICTURE))
    with_pages(folder / "D304.pdf", stream(b""))
    with_pages(folder / "D305.pdf", text, more=many_objects(1_000_000))
    bomb = zlib.compress(bytes(60_000_000), 9)
    with_pages(folder / "D306.pdf", stream(bomb, b"/Filter /FlateDecode"))
    with_pages(folder / "D307.pdf", *[stream(b"")] * 2_001)
    with_pages(folder / "D308.pdf", much)
    with_pages(folder / "D311.pdf", text, text, boxes=[b"[0 0 (wide) 842]"])
    with_pages(folder / "D312.pdf", text, stream(PICTURE))
    with_pages(folder / "D313.pdf", text, much)
    with_pages(folder / "D314.pdf", stream(TEXT + b" " + SLANTED))
    with_pages(folder / "D315.pdf", stream(b"BT /F 10 Tf 60 700 Td <00010002> Tj ET"), resources=NUMBERED)

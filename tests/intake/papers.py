"""PDF files for tests, built by hand: a page is a list of lines, in Latin letters or by a font's own map to Unicode."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def build_pdf(pages: Sequence[Sequence[str]], *, title: str | None = None) -> bytes:
    """A PDF with a text layer; each glyph's number is its UTF-16 code.

    Glyphs are drawn from left to right, as programs do that write PDF: give Arabic backwards.
    """
    count = len(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    codes = sorted({char.encode("utf-16-be").hex() for lines in pages for line in lines for char in line})
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> "
        f"endcodespacerange {len(codes)} beginbfchar {' '.join(f'<{code}> <{code}>' for code in codes)} endbfchar "
        "endcmap end end"
    )
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /F /DW 500 /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>] "
        b"/ToUnicode 4 0 R >>",
        build_stream(cmap.encode()),
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -14 Td" for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(build_stream(f"BT /F 10 Tf 50 750 Td {shown} ET".encode() if lines else b"0 0 m"))
    info = f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>" if title else "<< >>"
    objects.append(info.encode())
    return assemble(objects)


def build_stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def assemble(objects: Sequence[bytes]) -> bytes:
    """The file of these objects; the first is the catalogue, the last the information."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )

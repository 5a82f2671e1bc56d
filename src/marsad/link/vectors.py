"""A document's sentence vectors as bytes, kept with the spans they belong to, so that no text is encoded twice."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np

from marsad.link.alignment import FamilyText
from marsad.link.names import PRESS
from marsad.model import Claim, Document
from marsad.vectors import Vectors

_HEAD = struct.Struct("<HI")
_VERSION = 1


def pack_sentences(spans: Sequence[tuple[int, int]], vectors: Vectors) -> bytes:
    """Spans and vectors as ``family_text`` reads them."""
    ends = np.array(spans, dtype="<u4").reshape(-1, 2)
    return _HEAD.pack(_VERSION, len(spans)) + ends.tobytes() + vectors.astype("<f2").tobytes()


def family_text(document: Document, kept: bytes | None, claims: Iterable[Claim]) -> FamilyText | None:
    """A document as families see it, from what ``pack_sentences`` gave; None where nothing usable is kept.

    Its claims tell which agencies and outlets it names as where it has them from.
    """
    if kept is None or len(kept) < _HEAD.size:
        return None
    version, count = _HEAD.unpack_from(kept)
    if version != _VERSION:
        return None
    body = kept[_HEAD.size :]
    ends = np.frombuffer(body[: 8 * count], dtype="<u4").reshape(-1, 2)
    vectors = np.frombuffer(body[8 * count :], dtype="<f2").astype(np.float32)
    spans = tuple((int(start), int(end)) for start, end in ends)
    return FamilyText(
        id=document.id,
        language=document.language or "",
        outlet=document.publisher,
        published=document.published,
        spans=spans,
        sentences=tuple(document.text[start:end] for start, end in spans),
        cites=tuple(sorted({s.name for claim in claims for s in claim.sources if s.kind in PRESS})),
        vectors=vectors.reshape(count, -1) if count else np.zeros((0, 1), dtype=np.float32),
    )

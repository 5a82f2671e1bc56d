"""What must be true of the store when all is over: nothing lost, nothing double, nothing changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.crowd import check_judgements
from marsad.desk import relink
from marsad.store import Store
from soak.people import Known
from soak.site import Published


def find_faults(store: Store, published: Sequence[Published], filled: int, seen: Known) -> Iterator[str]:
    """Every fault is a line; ``filled`` is how many documents were there before the first article."""
    yield from check_documents(store, published, filled)
    yield from check_judgements(store, seen.kept, seen.unanswered)
    yield from (f"store: {fault}" for fault in store.check())
    before = store.register()
    if before != relink(store):
        yield "the register is not what linking everything anew gives"


def check_documents(store: Store, published: Sequence[Published], filled: int) -> Iterator[str]:
    """Articles that are missing, there twice, with other words, or that nobody published."""
    documents = [document for document in store.documents() if document.url]
    texts: dict[str, set[str]] = {}
    for document in documents:
        texts.setdefault(document.url or "", set()).add(" ".join(document.text.split()))
    copies = Counter(document.url for document in documents)
    for one in published:
        if one.address not in copies:
            yield f"lost: article {one.number} of feed {one.feed}"
        elif copies[one.address] > 1:
            yield f"double: article {one.number} of feed {one.feed} is there {copies[one.address]} times"
        elif texts[one.address] != {" ".join(one.article.text.split())}:
            yield f"changed: article {one.number} of feed {one.feed} does not have its words"
    known = {one.address for one in published}
    yield from (f"nobody published {url}" for url in copies if url not in known)
    if (others := store.count_documents() - len(documents)) != filled:
        yield f"{others} documents of before are there, {filled} were"

"""A program for tests: adds documents ``first..last`` to a store, says each number when it is kept, until killed."""

from __future__ import annotations

import sys

from marsad.store import open_store
from tests.store.examples import make_claim, make_document


def write(place: str, first: int, last: int) -> None:
    with open_store(place) as store:
        for number in range(first, last):
            document, raw = make_document(number)
            store.add_document(document, raw)
            store.put_claims(document.id, [make_claim(f"{number}")], reader="1")
            store.add_judgement("wrong", (str(number),), who="desk")
            print(number, flush=True)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Read a million short texts that were made worse, and look at every span: ``python -m fuzz.million STATE``.

Text number n is the same on every machine. ``STATE`` is a file that says how far it came: started again, it goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from fuzz.engine import SLOW
from fuzz.mutate import change_text
from fuzz.targets import FaultError, check_reading, find_target
from marsad.files import open_whole

SEED = 20250117
TEXTS = 1_000_000
_SAVE_EVERY = 500
_MOST_SENTENCES = 3


@dataclass
class State:
    """How far it came, and what was found."""

    read: int = 0
    with_claims: int = 0
    claims: int = 0
    characters: int = 0
    processor: float = 0.0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def make_text(number: int, pool: Sequence[tuple[str, str]], words: Sequence[str]) -> tuple[str, str]:
    """Language and words of text ``number``: one to three sentences of our own, changed in one to four ways."""
    rng = random.Random(f"{SEED}-{number}")
    language, article = rng.choice(pool)
    sentences = [part + "." for part in article.replace("\n", " ").split(". ") if part.strip()]
    start = rng.randrange(len(sentences))
    text = " ".join(sentences[start : start + rng.randrange(1, _MOST_SENTENCES + 1)])
    return language, change_text(rng, text, words)


def list_articles() -> list[tuple[str, str]]:
    """Language and text of every input of the corpus of reading."""
    target = find_target("reading")
    languages = list(target.parts)
    return [(languages[data[0]], data[1:].decode("utf-8")) for data in target.seeds()]


def read_on(state: State, until: int, save: Path) -> None:
    """Read from where ``state`` stands; keeps it every few hundred texts."""
    pool = list_articles()
    words = [text for _, text in pool]
    while state.read < until:
        language, text = make_text(state.read, pool, words)
        began = time.process_time()
        try:
            claims = check_reading(text, language)
            state.claims += claims
            state.with_claims += claims > 0
        except Exception as error:
            kind = "span" if isinstance(error, FaultError) else type(error).__name__
            state.faults.append(f"text {state.read}: {kind}: {error}"[:500])
        took = time.process_time() - began
        if took > SLOW:
            state.faults.append(f"text {state.read}: slow: {took:.1f} s")
        state.slowest = max(state.slowest, round(took, 3))
        state.processor += took
        state.characters += len(text)
        state.read += 1
        if state.read % _SAVE_EVERY == 0 or state.read == until:
            _keep(state, save)


def _keep(state: State, save: Path) -> None:
    with open_whole(save) as out:
        out.write(json.dumps(asdict(state), ensure_ascii=True).encode())


def main() -> int:
    parser = argparse.ArgumentParser(description="Read a million short texts that were made worse.")
    parser.add_argument("state", type=Path, help="where to keep how far it came")
    parser.add_argument("--texts", type=int, default=TEXTS)
    given = parser.parse_args()
    state = State(**json.loads(given.state.read_text())) if given.state.exists() else State()
    read_on(state, given.texts, given.state)
    print(json.dumps(asdict(state)))
    return 1 if state.faults else 0


if __name__ == "__main__":
    sys.exit(main())

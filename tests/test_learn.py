"""Learning the weights of reading: what practice may teach, and what it never touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.learn import SKETCHED, collect, fit, load_practice, load_sketches
from marsad.score import load_gold

GOLD = Path(__file__).parent.parent / "eval" / "gold"
SKETCH = """== ml-test-en-01 en 2024-05-03 | The Daily | Boats
delivery	Turkey handed over three patrol boats to Mali on Monday.
-	The weather was fine.
"""


def test_a_sketch_is_an_article_of_typed_sentences(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SKETCH, encoding="utf-8")
    (article,) = load_sketches(tmp_path)
    assert article["text"] == "Turkey handed over three patrol boats to Mali on Monday.\nThe weather was fine."
    assert [(claim["type"], claim["evidence"]) for claim in article["claims"]] == [
        ("delivery", "Turkey handed over three patrol boats to Mali on Monday.")
    ]


def test_a_sketch_teaches_no_more_than_it_knows(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SKETCH, encoding="utf-8")
    met = collect(load_sketches(tmp_path)).instances
    assert set(met) <= set(SKETCHED)
    assert 1 in [answer for _, answer in met["keep"]]


def test_an_unknown_type_in_a_sketch_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SKETCH.replace("delivery", "gift"), encoding="utf-8")
    with pytest.raises(ValueError, match="'gift' is no type of claim"):
        load_sketches(tmp_path)


def test_no_practice_is_measured_on() -> None:
    gold = load_gold(GOLD)
    practice = load_practice()
    assert not {a["id"] for a in gold} & {a["id"] for a in practice}
    assert not {a["text"] for a in gold} & {a["text"] for a in practice}


def test_the_gold_has_the_last_word_where_practice_differs() -> None:
    yes = ([["no"], ["yes", "word"]], 1)
    no = ([["no"], ["yes", "word"]], 0)
    weights = fit("keep", [yes] * 20, [no] * 20)
    assert weights["word"] + weights["yes"] - weights["no"] > 0.5

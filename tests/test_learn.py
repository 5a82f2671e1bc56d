"""Learning the weights of reading: what practice may teach, and what it never touches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.choices import L2, NONE, OWN, PRACTISED, TELLING, Choices, Notebook, fit, join
from eval.learn import NOT_FOLLOWED, SECOND_ROUND, collect, collect_practice, load_practice, load_sketches
from eval.oracle import SKETCHED
from marsad.errors import PackError
from marsad.read.scoring import load_ranker
from marsad.read.weights import load_weights, save_weights
from marsad.score import load_gold

GOLD = Path(__file__).parent.parent / "eval" / "gold"
SKETCH = """== ml-test-en-01 en 2024-05-03 | The Daily | Boats
delivery	Turkey handed over three patrol boats to Mali on Monday.
-	The weather was fine.
"""


def note(met: Sequence[tuple[list[list[str]], int]]) -> Choices:
    book = Notebook()
    for candidates, answer in met:
        book.add(candidates, answer)
    return book.close()


def test_a_sketch_is_an_article_of_typed_sentences(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SKETCH, encoding="utf-8")
    (article,) = load_sketches(tmp_path)
    assert article["text"] == "Turkey handed over three patrol boats to Mali on Monday.\nThe weather was fine."
    assert [(claim["type"], claim["evidence"]) for claim in article["claims"]] == [
        ("delivery", "Turkey handed over three patrol boats to Mali on Monday.")
    ]


def test_a_sketch_teaches_no_more_than_it_knows(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SKETCH, encoding="utf-8")
    met = collect(load_sketches(tmp_path))
    assert set(met) <= set(SKETCHED)
    assert 1 in met["keep"].answers


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
    asked = [["no"], ["yes", "word"]]
    weights = fit("keep", note([(asked, 1)] * 20), note([(asked, 0)] * 20))
    assert weights["word"] + weights["yes"] - weights["no"] > 500


def test_the_right_candidate_becomes_the_likeliest_among_many() -> None:
    met = note([([["none"], ["far", "state"], ["near", "state"]], 2), ([["none"], ["near", "state"]], 1)] * 20)
    weights = fit("supplier", met, NONE)
    assert weights["near"] > weights.get("far", 0)
    assert weights["near"] > weights["none"]


def test_the_gold_s_weights_are_a_shared_one_and_one_of_its_own() -> None:
    """What the search finds is what a search for all three weights of a feature finds (Daumé III 2007)."""
    asked = [["no"], ["yes", "word"]]
    gold, practice = note([(asked, 1), ([["no"], ["yes"]], 0)] * 9), note([(asked, 0), ([["no"], ["far"]], 1)] * 9)
    features = ("no", "yes", "word", "far")

    def cost(three: NDArray[np.float64]) -> float:
        shared, *own = three.reshape(3, 4)
        sums = [dict(zip(features, shared + part, strict=True)) for part in own]
        value = L2["keep"] / 2 * float(shared @ shared + OWN * sum(part @ part for part in own))
        for counted, weights, (rights, wrongs) in zip((9.0, 9.0 * PRACTISED), sums, (
            ((("yes", "word"), ("no",)), (("no",), ("yes",))), ((("no",), ("yes", "word")), (("far",), ("no",))),
        ), strict=True):  # fmt: skip
            for right, wrong in (rights, wrongs):
                lead = sum(weights[f] for f in right) - sum(weights[f] for f in wrong)
                value += counted * float(np.logaddexp(0, -lead))
        return value

    shared, own, _ = minimize(cost, np.zeros(12), method="L-BFGS-B", options={"ftol": 1e-12}).x.reshape(3, 4)
    found = fit("keep", gold, practice)
    for feature, weight in zip(features, shared + own, strict=True):
        assert found.get(feature, 0) == pytest.approx(
            1000 * weight, abs=1000 * TELLING if abs(weight) < TELLING else 12
        )


def test_half_of_practice_is_met_while_a_ranker_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has not seen the text; which claims there are is asked of every text once, whoever decides."""
    articles = load_practice()[:16]
    right = collect(articles)
    half = collect(articles[:8])
    monkeypatch.setattr("eval.learn.load_articles", lambda _: articles)
    monkeypatch.setattr("eval.learn.load_sketches", list)
    met = collect_practice()
    assert set(met) == set(right)
    assert len(met["document"]) == len(articles)
    for decision in NOT_FOLLOWED:
        assert len(met[decision]) == len(half[decision])
    for decision in ("keep", "factuality"):
        assert len(half[decision]) < len(met[decision])
        assert len(met[decision]) != len(right[decision])


def test_a_second_round_teaches_what_hangs_on_the_decisions_before() -> None:
    articles = load_practice()[:4]
    taught = collect(articles, load_ranker(), SECOND_ROUND)
    assert set(taught) <= set(SECOND_ROUND)
    assert len(taught["factuality"]) > 0


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    weights = {"keep": {"ar~في": -120, "no item": 40, "b": 40}, "also": {"a": 3}, "none": {}}
    file = tmp_path / "weights.keys"
    save_weights(file, weights)
    read = load_weights(file)
    assert read == weights
    assert read["keep"].get("no item") == 40
    assert read["keep"].get("never met", 0) == 0
    with pytest.raises(OverflowError):
        save_weights(file, {"keep": {"far beyond": 40_000}})


def test_weights_may_be_learned_while_others_read(tmp_path: Path) -> None:
    """What is mapped into memory is replaced, never written to."""
    file = tmp_path / "weights.keys"
    save_weights(file, {"keep": {f"feature {number}": number for number in range(5000)}})
    mapped = load_weights(file)
    save_weights(file, {"keep": {"a": 1}})
    assert mapped["keep"].get("feature 4999") == 4999
    assert load_weights(file) == {"keep": {"a": 1}}


def test_weights_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.keys"
    save_weights(file, {"keep": {"a": 1, "b": 2}})
    file.with_suffix(".values").write_bytes(b"\0\0")
    with pytest.raises(PackError, match=r"has 3 keys, and weights\.values 1 weights"):
        load_weights(file)
    file.with_suffix(".values").unlink()
    with pytest.raises(PackError, match="cannot be read"):
        load_weights(file)


def test_what_is_met_apart_is_joined_by_name() -> None:
    one, other = note([([["b"], ["a", "c"]], 1)]), note([([["c", "c"], ["b"]], 0), ([["d"]], 0)])
    both = join([one, other])
    assert both.names == ("b", "a", "c", "d")
    assert [both.names[place] for place in both.features] == ["b", "a", "c", "c", "b", "d"]
    assert (both.widths.tolist(), both.sizes.tolist(), both.answers.tolist()) == ([1, 2, 1, 1, 1], [2, 2, 1], [1, 0, 0])
    thin = both.thin(2)
    assert (thin.sizes.tolist(), thin.answers.tolist()) == ([2, 1], [1, 0])
    assert [thin.names[place] for place in thin.features][-1] == "d"

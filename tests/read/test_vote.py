"""The votes on what a sentence states and on what fills it: what the network sees, what it says, how it decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad.language.pack import load_pack
from marsad.model import CLAIM_TYPES, FACTUALITIES, Document, Span
from marsad.read.draft import Draft
from marsad.read.network import (
    DISTANCES,
    ELSEWHERE,
    LABELS,
    NOBODY,
    NOTHING,
    NOWHERE,
    VOTE,
    WEIGHED,
    Ensemble,
    Network,
    Question,
    Range,
    batches,
    lay_out,
)
from marsad.read.parties import Candidate
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import Ranker
from marsad.read.vote import KNOWN, MARKS, MOST_SENTENCES, Sheet, Votes, count_votes, describe, make_sheet
from marsad.vectors import MOST_PIECES, SIZE, encode

TEXTS = {
    "ar": "وصلت إلى ميناء كوناكري ١٢ دبابة من طراز T-72 يوم الاثنين.\nوقال مصدر عسكري إن 300 مدرب روسي سيصلون في مايو.",
    "en": "Turkey delivered six TB2 drones to Mali on 3 May.\nThe minister said 40 instructors would follow.",
    "fr": "La Turquie a livré six drones TB2 au Mali le 3 mai.\nSelon le ministre, une quarantaine d'instructeurs suivront.",
    "ru": "Турция передала Мали шесть дронов TB2 3 мая.\nПо словам министра, за ними последуют 40 инструкторов.",
}
STORY = """Turkey delivered six TB2 drones to Mali on 3 May.
The ceremony took place at the air base of Sénou.
The weather was fine, and a band played in the shade.
The minister said that forty Turkish instructors would train the crews until July.
Tickets for the cup final are sold at the stadium."""


def a_stage(text: str, language: str = "en") -> Stage:
    return set_stage(Document("x", "x", text, language=language), load_pack(language))


def sheet_of(stage: Stage) -> Sheet:
    return make_sheet(stage.scenes, encode([scene.span.of(stage.document.text) for scene in stage.scenes]))


@pytest.fixture(scope="module")
def networks() -> Ensemble:
    return Ensemble.load(VOTE)


def asked(stage: Stage, index: int, kind: str, decision: str, *values: object) -> tuple[str, list[object], Draft]:
    scene = stage.scenes[index]
    triggers = tuple(trigger for trigger in scene.triggers if trigger.type == kind)
    return decision, [None, *values], Draft(stage, scene, kind, triggers, scenes=[scene])


@pytest.mark.parametrize("language", TEXTS)
def test_mentions_are_found_among_the_pieces(language: str) -> None:
    stage = a_stage(TEXTS[language], language)
    sheet, text = sheet_of(stage), stage.document.text
    met = 0
    for scene in stage.scenes:
        for mention in (*scene.actors, *scene.items, *scene.people, *scene.dates):
            found = sheet.find(mention.span)
            assert found is not None
            assert found.sentence == scene.index
            begin, end = sheet.begins[scene.index][found.first], sheet.ends[scene.index][found.last - 1]
            assert text[begin:end].strip().find(mention.span.of(text)) >= 0
            rows = slice(
                sum(sheet.lengths[: scene.index]) + found.first, sum(sheet.lengths[: scene.index]) + found.last
            )
            assert sheet.marks[rows].any(axis=1).all()
            met += 1
    assert met >= 5


def test_marks_tell_sorts_of_mentions_and_what_words_open() -> None:
    stage = a_stage("Turkey delivered six drones to Mali.\nIt rained.")
    sheet = sheet_of(stage)
    assert sheet.marks.shape == (sum(sheet.lengths), MARKS)
    marked = set(np.flatnonzero(sheet.marks.any(axis=0)))
    delivery = 5 + CLAIM_TYPES.index("delivery")
    assert {0, 1, delivery, delivery + len(CLAIM_TYPES)} <= marked
    assert 5 + CLAIM_TYPES.index("outcome") not in marked
    assert not sheet.marks[sheet.lengths[0] :].any()


def test_what_lies_behind_the_most_pieces_is_not_read() -> None:
    stage = a_stage("Turkey delivered " + "very " * MOST_PIECES + "many drones to Mali.")
    sheet = sheet_of(stage)
    assert sheet.lengths == [MOST_PIECES]
    assert sheet.find(Span(0, 6)) == Range(0, 1, 2)
    (item,) = stage.scenes[0].items
    assert sheet.find(item.span) is None


def test_a_sentence_is_described_by_itself_its_text_and_its_triggers() -> None:
    stage = a_stage("Turkey delivered six drones to Mali. The weather was fine.")
    known = describe(stage.scenes, encode([scene.span.of(stage.document.text) for scene in stage.scenes]).vectors)
    assert known.shape == (2, KNOWN)
    delivery = 2 * SIZE + CLAIM_TYPES.index("delivery")
    assert known[0, delivery] > 0
    assert known[1, delivery] == 0
    assert np.array_equal(known[0, SIZE : 2 * SIZE], known[1, SIZE : 2 * SIZE])


def test_sentences_of_like_length_are_read_together_each_piece_once() -> None:
    lengths = np.array([3, 80, 16, 17, 45, 2])
    starts = np.cumsum(lengths) - lengths
    rows = np.concatenate([places[inside] for _, places, inside in batches(lengths, starts)])
    assert sorted(rows) == list(range(lengths.sum()))
    assert sorted(np.concatenate([numbers for numbers, _, _ in batches(lengths, starts)])) == list(range(6))


def test_a_sentence_is_read_alike_beside_a_shorter_and_a_longer_one(networks: Ensemble) -> None:
    """Filling says nothing: what pieces become hangs on their own sentence."""
    lines = STORY.split("\n")
    network = networks.networks[0]
    alone = [network.see(s.pieces, s.marks, s.lengths, s.known) for s in map(sheet_of, map(a_stage, lines))]
    together = sheet_of(a_stage(STORY))
    whole = network.see(together.pieces, together.marks, together.lengths, together.known)
    said = [np.diff(seen.sums, axis=0) for seen in alone]
    assert np.allclose(np.concatenate(said), np.diff(whole.sums, axis=0), atol=1e-3)


def test_an_ensemble_says_what_its_networks_say_on_average(networks: Ensemble) -> None:
    assert len(networks.networks) > 1
    stage = a_stage(STORY)
    sheet, draft = sheet_of(stage), asked(stage, 3, "training", "")[2]
    question = sheet.ask("personnel", [None, *stage.scenes[3].people], draft)
    assert question is not None
    views = networks.see(sheet.pieces, sheet.marks, sheet.lengths, sheet.known)
    alone = [network.see(sheet.pieces, sheet.marks, sheet.lengths, sheet.known) for network in networks.networks]
    assert np.allclose(views.stated, np.mean([seen.stated for seen in alone], axis=0))
    laid = lay_out(question)
    weighed = [n.weigh(seen, question, laid) for n, seen in zip(networks.networks, alone, strict=True)]
    assert np.abs(weighed[0] - weighed[1]).max() > 0
    assert np.allclose(networks.weigh(views, question), np.mean(weighed, axis=0))


def test_distances_are_told_by_side_and_steps() -> None:
    core, opener = Range(1, 10, 12), Range(1, 30, 31)
    ranges = [None, [Range(1, 12, 13)], [Range(1, 7, 9)], [Range(1, 11, 14)], [Range(0, 1, 2)], []]
    mentions = [0] * len(ranges)
    laid = lay_out(Question(0, 0, 1, [core], opener, ranges, range(6), mentions))
    assert laid.owner == [0, 1, 2, 3, 4, 5]
    assert laid.labels == mentions
    assert laid.ranges[0] is laid.ranges[-1] is None
    assert laid.to_core == [NOBODY, 0, 9, 16, ELSEWHERE, NOWHERE]
    assert laid.to_opener == [NOBODY, 14, 15, 14, ELSEWHERE, NOWHERE]
    alone = [NOBODY, *[NOTHING] * 3, ELSEWHERE, NOWHERE]
    assert lay_out(Question(0, 0, 1, [], None, ranges, range(6), mentions))[3:] == (alone, alone)
    assert max(*laid.to_core, NOWHERE) < DISTANCES


def test_a_sentence_that_states_a_claim_is_told_from_one_that_does_not(networks: Ensemble) -> None:
    told = "The minister said that forty Turkish instructors would train the crews until July."
    assert told in STORY
    stage = a_stage(
        STORY.replace(told, "Forty Turkish instructors will train the crews until July, the minister said.")
    )
    votes = Votes(stage, networks)
    (given,) = votes.of(*asked(stage, 0, "delivery", "keep", True))
    (trained,) = votes.of(*asked(stage, 3, "training", "keep", True))
    (fine,) = votes.of(*asked(stage, 2, "delivery", "keep", True))
    (sold,) = votes.of(*asked(stage, 4, "delivery", "keep", True))
    assert min(given, trained) > 0 > max(fine, sold)


def test_against_a_claim_that_a_strong_word_opens_less_is_said(networks: Ensemble) -> None:
    stage = a_stage(STORY)
    votes = Votes(stage, networks)
    seen = networks.see(*(getattr(sheet_of(stage), name) for name in ("pieces", "marks", "lengths", "known")))
    for index, scene in enumerate(stage.scenes):
        for kind, stated in zip(CLAIM_TYPES, seen.stated[index], strict=True):
            triggers = tuple(t for t in scene.triggers if t.type == kind)
            draft = Draft(stage, scene, kind, triggers, scenes=[scene])
            (vote,) = votes.of("keep", [False, True], draft)
            least = -1500 if any(t.strong for t in triggers) else -4000
            assert vote == pytest.approx(np.clip(1200 * float(stated), least, 4000), abs=1)


def test_a_mention_is_weighed(networks: Ensemble) -> None:
    stage = a_stage(STORY)
    votes, scene = Votes(stage, networks), stage.scenes[3]
    (crowd,) = [people for people in scene.people if people.low == 40]
    (vote,) = votes.of(*asked(stage, 3, "training", "personnel", crowd))
    assert vote > 0
    assert votes.of(*asked(stage, 3, "training", "join", "howitzer")) == []


def test_what_stands_nowhere_in_the_sentence_is_weighed_as_one(networks: Ensemble) -> None:
    stage = a_stage(STORY)
    (turkey,) = [actor for actor in stage.scenes[0].actors if actor.id == "TR"]
    here, away, far = Candidate("TR", turkey, []), Candidate("RU", None, []), Candidate("FR", None, [])
    values = [Candidate(None, None, []), away, here, far]
    votes = Votes(stage, networks).of("supplier", values, asked(stage, 0, "delivery", "")[2])
    assert votes[0] == votes[2]
    assert votes[1] > max(votes[0], 0)


def test_nobody_is_not_somebody_who_stands_elsewhere(networks: Ensemble) -> None:
    stage = a_stage(STORY)
    draft = asked(stage, 0, "delivery", "")[2]
    sheet = sheet_of(stage)
    (turkey,) = [actor for actor in stage.scenes[0].actors if actor.id == "TR"]
    nobody, here, away = Candidate(None, None, []), Candidate("TR", turkey, []), Candidate("RU", None, [])
    question = sheet.ask("supplier", [nobody, away, here, away], draft)
    assert question is not None
    assert list(question.places) == [0, 2, 1, 2]
    assert question.candidates[0] is None
    assert question.candidates[2] == []
    assert sheet.ask("supplier", [nobody, here], draft).candidates == question.candidates[:2]  # type: ignore[union-attr]
    assert sheet.ask("supplier", [nobody], draft) is None


def test_nobody_is_voted_on_where_no_candidate_is_read(networks: Ensemble) -> None:
    stage = a_stage(STORY)
    assert Votes(stage, networks).of(*asked(stage, 0, "delivery", "place")) == []


@pytest.mark.parametrize("decision", ["split", "type"])
def test_what_is_split_or_stands_for_a_type_is_what_candidates_are_seen_beside(decision: str) -> None:
    stage = a_stage(STORY)
    sheet, draft = sheet_of(stage), asked(stage, 3, "training", "")[2]
    first, second = stage.scenes[3].people[0], stage.scenes[0].items[0]
    question = sheet.ask(decision, [first, second], draft)
    assert question is not None
    assert list(question.core) == [sheet.find(first.span)]
    assert question.candidates == [None, [sheet.find(second.span)]]
    assert question.labels == [0, 0]


def test_labels_are_weighed_as_what_they_are() -> None:
    stage = a_stage(STORY)
    sheet, draft = sheet_of(stage), asked(stage, 3, "training", "")[2]
    question = sheet.ask("factuality", list(FACTUALITIES), draft)
    assert question is not None
    assert [LABELS[label] for label in question.labels] == list(FACTUALITIES)
    assert question.candidates == [[]] * len(FACTUALITIES)
    draft.people = stage.scenes[3].people[0]
    question = sheet.ask("role", ["soldier", "instructor"], draft)
    assert question is not None
    assert [LABELS[label] for label in question.labels] == ["soldier", "instructor"]
    assert list(question.core) == [sheet.find(draft.people.span)]


def test_a_vote_never_says_more_than_it_may() -> None:
    behind = np.array([90.0, -90.0, 89.0], dtype=np.float32)
    assert count_votes("date", behind, range(3)) == [-4000, -1000]
    assert count_votes("supplier", behind, [1, 1, 0, 2, 1]) == [0, 1000, 750, 0]


def test_there_is_no_vote_on_a_few_sentences(networks: Ensemble) -> None:
    stage = a_stage("Turkey delivered six drones to Mali.\nThey are at the airport.\nIt rained.")
    assert Votes(stage, networks).of(*asked(stage, 0, "delivery", "keep", True)) == []


def test_there_is_no_vote_on_the_end_of_an_endless_text(networks: Ensemble) -> None:
    stage = a_stage("Turkey delivered six drones to Mali.\n" * (MOST_SENTENCES + 2))
    votes = Votes(stage, networks)
    assert votes.of(*asked(stage, MOST_SENTENCES - 1, "delivery", "keep", True)) != []
    assert votes.of(*asked(stage, MOST_SENTENCES, "delivery", "keep", True)) == []
    assert len(votes.spans) == len(votes.encode().vectors) == MOST_SENTENCES


@pytest.mark.parametrize(("vote", "chosen"), [(0, 0), (2000, 1)])
def test_a_vote_decides_with_the_features(vote: int, chosen: int) -> None:
    ranker = Ranker({"keep": {"word": -2000}})
    assert ranker.choose("keep", [[], ["word"]], [vote]) == (chosen, vote - 2000)
    assert ("meaning +2.0" in ranker.reasons("keep", ["word"], vote)) is bool(vote)


def test_votes_turn_a_choice_among_many() -> None:
    ranker = Ranker({"place": {"near": 900, "far": 700}})
    assert ranker.choose("place", [[], ["near"], ["far"]]) == (1, 900)
    assert ranker.choose("place", [[], ["near"], ["far"]], [-300, 100]) == (2, 800)


def test_reading_takes_the_steps_that_were_learned(tmp_path: Path) -> None:
    """What PyTorch makes of a text while learning, and numpy while reading: the same."""
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[learn]'")
    from eval import lessons, vote
    from eval.learn import load_practice, stage_of

    articles = load_practice()[:3]
    axes = lessons.find_axes(articles)
    met = [lesson for article in articles if (lesson := lessons._meet(article, axes))]
    asked = {WEIGHED[question.role] for lesson in met for question, _ in lesson.questions}
    assert {"item", "supplier", "type", "factuality", "role"} <= asked
    torch.manual_seed(1)
    weights = vote.begin()
    for name in ("golden", "role_golden", "amending"):
        torch.nn.init.normal_(weights[name])
    with torch.no_grad():
        batch = vote.make_batch(met, [True] * len(met))
        _, stated, *rest = vote.see(weights, batch, drop=False)
        laid = vote.lay_questions(batch)
        assert laid is not None
        weighed = vote.weigh(weights, batch, laid, *rest, drop=False).numpy()
    reading, row, question = Network(vote.ship(weights, axes)), 0, 0
    for article, lesson in zip(articles, met, strict=True):
        sheet = sheet_of(stage_of(article))
        seen = reading.see(sheet.pieces, sheet.marks, sheet.lengths, sheet.known)
        size = len(sheet.lengths)
        assert np.allclose(seen.stated, stated[row : row + size].numpy(), atol=0.02)
        row += size
        for one, _ in lesson.questions:
            found = reading.weigh(seen, one, lay_out(one))
            assert np.allclose(found, weighed[question, : len(found)], atol=0.02)
            question += 1


def test_what_is_taught_is_learned(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[learn]'")
    from eval import lessons, vote
    from eval.learn import load_sketches

    told = ["Turkey handed six drones to Mali.", "France gave Niger ten lorries.", "Russia sent twenty tanks to Syria."]
    idle = ["Six drones were on show at the fair.", "Ten lorries stood in the rain.", "Twenty tanks were in the film."]
    lines = [f"delivery\t{one}\n-\t{other}" for one, other in zip(told, idle, strict=True)]
    (tmp_path / "one.txt").write_text("\n".join(["== x-en-01 en 2024-05-03 | A | B", *lines]), encoding="utf-8")
    (article,) = load_sketches(tmp_path)
    axes = lessons.find_axes([article])
    lesson = lessons._meet(article, axes)
    assert lesson is not None
    network = Network(vote.learn_network([lesson] * 24, [], axes, seed=1, rounds=30))
    sheet = sheet_of(a_stage(article["text"]))
    stated = network.see(sheet.pieces, sheet.marks, sheet.lengths, sheet.known).stated[:, CLAIM_TYPES.index("delivery")]
    assert stated[::2].min() > 0 > stated[1::2].max()

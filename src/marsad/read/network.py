"""A small network that reads the pieces of a text's sentences for what they state and what fills it.

It begins with what the sentence encoder makes of each piece and with what was found on it. One layer of attention
(Vaswani et al. 2017) lets the pieces of a sentence look at each other, a gated recurrent unit (Cho et al. 2014) its
sentences at those around. Each type of claim then gathers from a sentence what speaks for it, and what is stated is
amended once all types and sentences are known; a mention is weighed by its pieces, by what the type gathered, and by
the pieces of the claim's items and of the words that open it.

Several such networks that began to learn from other numbers are asked, and what they say is averaged: where one errs
by chance, the others seldom do too (Hansen and Salamon 1990).

Everything is plain arrays: the same steps are learned in ``eval/vote.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marsad.model import FACTUALITIES, ROLES
from marsad.vectors import MOST_PIECES, Vectors

VOTE = Path(__file__).with_name("vote.npz")
HEADS = 4
WEIGHED = (
    "item", "personnel", "place", "date", "source", "supplier", "recipient", "unit", "split", "type", "factuality",
    "role",
)  # fmt: skip
"""The decisions that are weighed, in the order of the network's rows: those on mentions, whether one is split from
another, which type an item stands for, and two among labels."""
LABELS = ("", *FACTUALITIES, *ROLES)
"""What a candidate may be that is no mention; the first is for mentions."""
APART = (1, 2, 3, 5, 8, 13, 20)
"""Steps of the distance between a mention and what it is weighed beside, in pieces."""
SIDE = len(APART) + 1
"""So many distances there are on each side; those before follow on those behind."""
WITHIN, ELSEWHERE, NOTHING, NOWHERE, NOBODY = range(2 * SIDE, 2 * SIDE + 5)
"""In place of a distance: the two overlap, they are in two sentences, there is nothing to be near to, the mention has
no pieces, there is no mention."""
DISTANCES = NOBODY + 1
NEVER = -1e4
"""The score of what is no candidate."""

# The ways in which a piece speaks in a question.
_MENTION, _CORE, _OPENER = range(3)
_SMALL = 1e-5
# Sentences of like length are read together, so that little of it is filling.
_LENGTHS = (16, 28, 45, MOST_PIECES)

Rows = NDArray[np.int64]


class Range(NamedTuple):
    """Pieces ``[first, last)`` of a sentence."""

    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A choice among mentions or labels, seen beside a claim's core: its items and people, or what is split, what may
    stand for a type, whose role is asked.

    ``candidates`` has for each the ranges where it stands, of which the best counts, none for what stands nowhere here,
    and None for nothing and nobody; ``places`` says which of them each value of the decision is, ``labels`` which of
    ``LABELS`` each candidate is.
    """

    role: int
    type: int
    sentence: int
    core: Sequence[Range]
    opener: Range | None
    candidates: Sequence[Sequence[Range] | None]
    places: Sequence[int]
    labels: Sequence[int]


class Layout(NamedTuple):
    """A question with a row for each range of each candidate: whose it is, the range, its label, and how far it is from
    the claim's core and from the words that open it.
    """

    owner: list[int]
    ranges: list[Range | None]
    labels: list[int]
    to_core: list[int]
    to_opener: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the network made of a text.

    ``stated`` is how much speaks for each sentence stating a claim of each type, ``(sentences, types)``. For its
    questions: ``asked`` is what a claim of each type asks for, ``(sentences, types, width)``; ``sums`` has a row a
    piece and one before, the sums of what the pieces up to there say as a mention, as part of a claim's core and as
    what opens it, ``(pieces + 1, 3, width)``; ``starts`` is the row of each sentence's first piece.
    """

    stated: Vectors
    asked: Vectors
    sums: Vectors
    starts: Rows

    def mean(self, found: Range, way: int) -> Vectors:
        """What the pieces of a range say on average, in one of the three ways."""
        first, last = self.starts[found.sentence] + found.first, self.starts[found.sentence] + found.last
        return np.asarray((self.sums[last, way] - self.sums[first, way]) / np.float32(last - first))


class Network:
    """The network with its weights."""

    def __init__(self, weights: Mapping[str, Vectors]) -> None:
        self.weights = dict(weights)

    def see(self, pieces: Vectors, marks: Vectors, lengths: Sequence[int], described: Vectors) -> Seen:
        """Read a text: its pieces as the encoder has them, what was found on each, how many each sentence has, and what
        is known of each sentence as a whole.
        """
        w = self.weights
        own = gelu(pieces @ w["piece"] + marks @ w["mark"] + w["piece_bias"])
        many = np.asarray(lengths)
        starts = np.cumsum(many) - many
        types, width = w["asking"].shape
        states = np.empty_like(own)
        gathered = np.empty((len(many), types, width), dtype=np.float32)
        highest = np.empty((len(many), width), dtype=np.float32)
        for sentences, rows, inside in batches(many, starts):
            read = level(self._attend(own[rows], inside), w, "read")
            states[rows[inside]] = read[inside]
            shares = softmax(np.where(inside[:, None], w["asking"] @ read.transpose(0, 2, 1), NEVER))
            gathered[sentences] = shares @ read
            highest[sentences] = np.where(inside[..., None], read, NEVER).max(axis=1)
        company = self._listen(highest)
        known = np.maximum(described @ w["known"] + w["known_bias"], 0)
        # What the weights of "stating" see: what the type gathered, the company, and what is known, in that order.
        first, second, third = np.split(w["stating"], 3)
        beside = company @ second + known @ third + w["stating_bias"]
        shown = gelu(gathered @ first + beside[:, None] + w["kind"])
        stated = (shown * w["says"]).sum(axis=2) + w["says_bias"]
        stated = stated + self._amend(sigmoid(stated))
        # And those of "about": what the type gathered, the company, the claim's core, and what opens it.
        first, second, core, opener = np.split(w["about"], 4)
        asked = gathered @ first + (company @ second + w["about_bias"])[:, None] + w["role_type"]
        sums = np.zeros((len(states) + 1, 3 * width), dtype=np.float32)
        np.cumsum(states @ np.concatenate([w["mention"], core, opener], axis=1), axis=0, out=sums[1:])
        return Seen(stated, asked, sums.reshape(-1, 3, width), starts)

    def _amend(self, shares: Vectors) -> Vectors:
        """What is to be added to what each sentence states, for what it else states and what those around it do.

        ``shares`` says how likely each type seems in each sentence; what no word of a sentence opens was never learned
        as such, so that it says what is alike.
        """
        w = self.weights
        nothing = np.zeros_like(shares[:1])
        before, behind = np.concatenate([nothing, shares[:-1]]), np.concatenate([shares[1:], nothing])
        whole = np.concatenate([shares.mean(axis=0), shares.max(axis=0)])
        around = np.concatenate([shares, before, behind, np.broadcast_to(whole, (len(shares), len(whole)))], axis=1)
        return np.asarray(gelu(around @ w["around"] + w["around_bias"]) @ w["amending"])

    def _attend(self, rows: Vectors, inside: NDArray[np.bool_]) -> Vectors:
        w = self.weights
        count, length, width = rows.shape
        parts = (level(rows, w, "before") @ w["qkv"] + w["qkv_bias"]).reshape(count, length, 3, HEADS, width // HEADS)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        away = np.arange(length)[None] - np.arange(length)[:, None] + MOST_PIECES
        near = query @ key.transpose(0, 1, 3, 2) / np.float32((width // HEADS) ** 0.5) + w["away"][:, away]
        shares = softmax(np.where(inside[:, None, None], near, NEVER))
        rows = rows + (shares @ value).transpose(0, 2, 1, 3).reshape(count, length, width) @ w["out"] + w["out_bias"]
        inner = np.maximum(level(rows, w, "between") @ w["inner"] + w["inner_bias"], 0)
        return np.asarray(rows + inner @ w["outer"] + w["outer_bias"])

    def _listen(self, sentences: Vectors) -> Vectors:
        """What each sentence hears from those before it and those behind it."""
        w = self.weights
        both = []
        for side, way in (("fore", 1), ("back", -1)):
            heard = sentences[::way] @ w[f"{side}_in"] + w[f"{side}_in_bias"]
            on, bias = w[f"{side}_on"], w[f"{side}_on_bias"]
            half = len(on)
            state = np.zeros(half, dtype=np.float32)
            states = np.empty((len(heard), half), dtype=np.float32)
            for place, row in enumerate(heard):
                old = state @ on + bias
                gates = sigmoid(row[: 2 * half] + old[: 2 * half])
                reset, kept = gates[:half], gates[half:]
                state = (1 - kept) * np.tanh(row[2 * half :] + reset * old[2 * half :]) + kept * state
                states[place] = state
            both.append(states[::way])
        return np.concatenate(both, axis=1)

    def weigh(self, seen: Seen, question: Question, laid: Layout) -> Vectors:
        """How much speaks for each candidate of a question, which :func:`lay_out` laid out."""
        w, role = self.weights, question.role
        asked = seen.asked[question.sentence, question.type] + w["role"][role]
        for found in question.core:
            asked += seen.mean(found, _CORE) / np.float32(len(question.core))
        if question.opener is not None:
            asked += seen.mean(question.opener, _OPENER)
        shown = w["to_core"][role, laid.to_core] + w["to_opener"][role, laid.to_opener]
        shown += w["label"][laid.labels] + asked
        for row, mention in zip(shown, laid.ranges, strict=True):
            if mention is not None:
                row += seen.mean(mention, _MENTION)
        best = np.full(len(question.candidates), -np.inf, dtype=np.float32)
        np.maximum.at(best, laid.owner, gelu(shown) @ w["weighs"][role])
        return best


class Views(NamedTuple):
    """What several networks made of a text, and how much of it they state on average."""

    stated: Vectors
    each: list[Seen]


class Ensemble:
    """Networks that learned the same from other beginnings; it says what they say on average."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = networks

    def see(self, pieces: Vectors, marks: Vectors, lengths: Sequence[int], described: Vectors) -> Views:
        """Read a text as :meth:`Network.see` does."""
        each = [network.see(pieces, marks, lengths, described) for network in self.networks]
        return Views(_average([seen.stated for seen in each]), each)

    def weigh(self, views: Views, question: Question) -> Vectors:
        """How much speaks for each candidate of a question."""
        laid = lay_out(question)
        return _average([n.weigh(seen, question, laid) for n, seen in zip(self.networks, views.each, strict=True)])

    @classmethod
    def load(cls, file: Path) -> Ensemble:
        """From a file of weights, each with a row for each network."""
        with np.load(file, allow_pickle=False) as arrays:
            weights = {n: arrays[n].astype(np.float32) for n in arrays.files if arrays[n].dtype.kind == "f"}
        rows = [dict(zip(weights, row, strict=True)) for row in zip(*weights.values(), strict=True)]
        return cls([Network(row) for row in rows])


def _average(each: Sequence[Vectors]) -> Vectors:
    return np.asarray(np.mean(each, axis=0))


def lay_out(question: Question) -> Layout:
    """A question as the networks weigh it."""
    here = [r for r in question.core if r.sentence == question.sentence]
    core = Range(question.sentence, min(r.first for r in here), max(r.last for r in here)) if here else None
    opener = question.opener if question.opener and question.opener.sentence == question.sentence else None
    laid = Layout([], [], [], [], [])
    for place, (ranges, label) in enumerate(zip(question.candidates, question.labels, strict=True)):
        for found in ranges or (None,):
            laid.owner.append(place)
            laid.ranges.append(found)
            laid.labels.append(label)
            laid.to_core.append(NOBODY if ranges is None else _distance(found, core, question.sentence))
            laid.to_opener.append(NOBODY if ranges is None else _distance(found, opener, question.sentence))
    return laid


def _distance(one: Range | None, other: Range | None, sentence: int) -> int:
    if one is None:
        return NOWHERE
    if one.sentence != sentence:
        return ELSEWHERE
    if other is None:
        return NOTHING
    if one.first >= other.last:
        return int(np.searchsorted(APART, one.first - other.last, side="right"))
    if other.first >= one.last:
        return SIDE + int(np.searchsorted(APART, other.first - one.last, side="right"))
    return WITHIN


def batches(lengths: Rows, starts: Rows) -> list[tuple[Rows, Rows, NDArray[np.bool_]]]:
    """Sentences of like length: their numbers, the rows of their pieces, and which of these are theirs."""
    found, shortest = [], 0
    for longest in _LENGTHS:
        sentences = np.flatnonzero((lengths > shortest) & (lengths <= longest))
        shortest = longest
        if len(sentences):
            places = np.arange(lengths[sentences].max())[None]
            inside = places < lengths[sentences, None]
            found.append((sentences, np.where(inside, starts[sentences, None] + places, 0), inside))
    return found


def level(rows: Vectors, weights: Mapping[str, Vectors], name: str) -> Vectors:
    """Rows of one mean and spread (Ba, Kiros and Hinton 2016)."""
    rows = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((rows**2).mean(axis=-1, keepdims=True) + np.float32(_SMALL))
    return np.asarray(rows / spread * weights[f"{name}_grown"] + weights[f"{name}_shifted"])


def softmax(rows: Vectors) -> Vectors:
    shares = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def sigmoid(rows: Vectors) -> Vectors:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * rows)))


def gelu(rows: Vectors) -> Vectors:
    """Gaussian error linear units, by their usual approximation (Hendrycks and Gimpel 2016)."""
    shares = rows * rows
    shares *= np.float32(0.7978846 * 0.044715)
    shares += np.float32(0.7978846)
    shares *= rows
    np.tanh(shares, out=shares)
    shares += 1
    shares *= rows
    shares *= np.float32(0.5)
    return shares

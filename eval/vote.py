"""Learn the votes: ``python -m eval.vote [--processes N]``, with ``pip install -e '.[learn]'``.

Networks (``marsad/read/network.py``) learn from the gold, practice and sketches: those that ship from all, and for each
fold of the gold some without that fold, with which the gate reads; one for each seed. What is learned is the
cross-entropy of each (sentence, type) that reading asks about and of each choice among mentions or labels, with dropout
(Srivastava et al. 2014), of whole pieces too, and Adam with decoupled decay (Loshchilov and Hutter 2019). The gold
counts a third more, and a mark that reading always sets tells its texts from those of practice. PyTorch is needed here
alone: reading takes the same steps with numpy.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as nn

from eval.learn import FOLDS, fold_of, load_articles, load_practice, load_sketches
from eval.lessons import KEPT, Axes, Lesson, find_axes, gather_lessons
from eval.taught import TAUGHT_BY, VOTED, hash_lessons, vote_of
from marsad.model import CLAIM_TYPES
from marsad.read.network import DISTANCES, HEADS, LABELS, NEVER, WEIGHED, Range, batches, lay_out
from marsad.read.vote import KNOWN, MARKS
from marsad.run.workers import count_cores
from marsad.vectors import MOST_PIECES, Vectors

SEEDS = (20250117, 20250118)
"""Each network of an ensemble begins with other numbers and meets the texts in another order."""
WIDTH, INNER = 128, 256
# Shares of what is dropped: of all pieces, of a piece's numbers, of what attention adds, of all that decides.
UNREAD, DROPPED, DROPPED_INSIDE, DROPPED_LATE = 0.1, 0.1, 0.1, 0.15
# Numbers of what is amended, and how much what was stated before counts beside it.
AMENDED, BEFORE = 64, 0.5
ROUNDS, TEXTS = 7, 12
RATE, DECAY = 2e-3, 2e-2
# Part of all steps in which the rate rises; then it falls.
RISING = 0.15
STEEPEST = 1.0
# How much a text of practice counts beside one of the gold.
PRACTISED = 0.75

Weights = dict[str, Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some texts, one after another: ``seats`` has a row a text with the numbers of its sentences, -1 where it has no
    more; ``counted`` how much each sentence counts, ``golden`` which are the gold's.
    """

    pieces: Tensor
    marks: Tensor
    lengths: NDArray[np.int64]
    known: Tensor
    stated: Tensor
    asked: Tensor
    counted: Tensor
    golden: Tensor
    seats: Tensor
    lessons: Sequence[Lesson]


def make_batch(lessons: Sequence[Lesson], golden: Sequence[bool]) -> Batch:
    many = [len(lesson.sheet.lengths) for lesson in lessons]
    seats = np.full((len(many), max(many)), -1)
    for row, (first, size) in enumerate(zip(np.cumsum([0, *many]), many, strict=False)):
        seats[row, :size] = np.arange(first, first + size)
    gold = np.repeat(np.asarray(golden, dtype=np.float32), many)

    def joined(parts: Sequence[NDArray[Any]]) -> Tensor:
        return torch.from_numpy(np.concatenate(parts).astype(np.float32))

    return Batch(
        joined([lesson.sheet.pieces for lesson in lessons]), joined([lesson.sheet.marks for lesson in lessons]),
        np.concatenate([lesson.sheet.lengths for lesson in lessons]),
        joined([lesson.sheet.known for lesson in lessons]),
        joined([lesson.stated for lesson in lessons]), joined([lesson.asked for lesson in lessons]),
        torch.from_numpy(PRACTISED + (1 - PRACTISED) * gold), torch.from_numpy(gold), torch.from_numpy(seats), lessons,
    )  # fmt: skip


def begin() -> Weights:
    """Weights before anything is learned."""
    width, types, roles = WIDTH, len(CLAIM_TYPES), len(WEIGHED)
    found: Weights = {}

    def linear(name: str, size: int, to: int, *, biased: bool = True) -> None:
        bound = 1 / math.sqrt(size)
        found[name] = torch.empty(size, to).uniform_(-bound, bound)
        if biased:
            found[f"{name}_bias"] = torch.zeros(to)

    def spread(name: str, *shape: int, by: float = 0.1) -> None:
        found[name] = torch.randn(*shape) * by

    linear("piece", KEPT, width)
    linear("mark", MARKS, width, biased=False)
    for name in ("before", "between", "read"):
        found[f"{name}_grown"], found[f"{name}_shifted"] = torch.ones(width), torch.zeros(width)
    linear("qkv", width, 3 * width)
    linear("out", width, width)
    linear("inner", width, INNER)
    linear("outer", INNER, width)
    found["away"] = torch.zeros(HEADS, 2 * MOST_PIECES + 1)
    for side in ("fore", "back"):
        linear(f"{side}_in", width, 3 * width // 2)
        linear(f"{side}_on", width // 2, 3 * width // 2)
    linear("known", KNOWN, width)
    spread("golden", width, by=0.0)
    spread("asking", types, width)
    linear("stating", 3 * width, width)
    spread("kind", types, width)
    spread("says", types, width, by=0.05)
    found["says_bias"] = torch.zeros(types)
    linear("around", 5 * types, AMENDED)
    spread("amending", AMENDED, types, by=0.0)
    linear("about", 4 * width, width)
    spread("role", roles, width)
    spread("role_golden", roles, width, by=0.0)
    spread("role_type", types, width)
    spread("label", len(LABELS), width)
    linear("mention", width, width, biased=False)
    spread("to_core", roles, DISTANCES, width, by=0.05)
    spread("to_opener", roles, DISTANCES, width, by=0.05)
    spread("weighs", roles, width, by=0.05)
    return {name: weight.requires_grad_() for name, weight in found.items()}


def _gelu(rows: Tensor) -> Tensor:
    return nn.gelu(rows, approximate="tanh")


def _level(rows: Tensor, w: Weights, name: str) -> Tensor:
    return nn.layer_norm(rows, rows.shape[-1:], w[f"{name}_grown"], w[f"{name}_shifted"])


def see(w: Weights, batch: Batch, *, drop: bool) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """As :meth:`Network.see`: what is stated, before and after it is amended, the pieces, what each type gathered, and
    the company.
    """
    met = (torch.rand(len(batch.pieces), 1) >= UNREAD).float() if drop else 1.0
    pieces = nn.dropout(batch.pieces, DROPPED, drop) * met
    own = _gelu(pieces @ w["piece"] + batch.marks @ w["mark"] + w["piece_bias"])
    starts = np.cumsum(batch.lengths) - batch.lengths
    many, (types, width) = len(batch.lengths), w["asking"].shape
    states, gathered, highest = torch.zeros_like(own), torch.zeros(many, types, width), torch.zeros(many + 1, width)
    for sentences, places, within in batches(batch.lengths, starts):
        rows, inside, numbers = torch.from_numpy(places), torch.from_numpy(within), (torch.from_numpy(sentences),)
        read = _level(_attend(w, own[rows], inside, drop=drop), w, "read")
        states = states.index_put((rows[inside],), read[inside])
        near = torch.einsum("sld,td->stl", read, w["asking"]).masked_fill(~inside[:, None], NEVER)
        gathered = gathered.index_put(numbers, near.softmax(-1) @ read)
        highest = highest.index_put(numbers, read.masked_fill(~inside[..., None], NEVER).amax(1))
    company = _listen(w, nn.dropout(highest, DROPPED_LATE, drop), batch.seats)
    marked = batch.golden[:, None] * w["golden"]
    known = nn.relu(nn.dropout(batch.known, DROPPED_LATE, drop) @ w["known"] + w["known_bias"] + marked)
    all_ = torch.cat([gathered, *(x[:, None].expand(-1, types, -1) for x in (company, known))], -1)
    shown = _gelu(nn.dropout(all_, DROPPED_LATE, drop) @ w["stating"] + w["stating_bias"] + w["kind"])
    stated = (nn.dropout(shown, DROPPED_LATE, drop) * w["says"]).sum(-1) + w["says_bias"]
    return stated, stated + _amend(w, stated.sigmoid(), batch.seats), states, gathered, company


def _amend(w: Weights, shares: Tensor, seats: Tensor) -> Tensor:
    taken = seats >= 0
    seated = torch.cat([shares, torch.zeros_like(shares[:1])])[seats] * taken[..., None]
    nothing = torch.zeros_like(seated[:, :1])
    before, behind = torch.cat([nothing, seated[:, :-1]], 1), torch.cat([seated[:, 1:], nothing], 1)
    mean = seated.sum(1) / taken.sum(1, keepdim=True)
    whole = torch.cat([mean, seated.amax(1)], -1)[:, None].expand(-1, seats.shape[1], -1)
    around = torch.cat([seated, before, behind, whole], -1)[taken]
    return _gelu(around @ w["around"] + w["around_bias"]) @ w["amending"]


def _attend(w: Weights, rows: Tensor, inside: Tensor, *, drop: bool) -> Tensor:
    count, length, width = rows.shape
    parts = (_level(rows, w, "before") @ w["qkv"] + w["qkv_bias"]).view(count, length, 3, HEADS, width // HEADS)
    query, key, value = parts.permute(2, 0, 3, 1, 4)
    places = torch.arange(length)
    near = query @ key.transpose(-1, -2) / (width // HEADS) ** 0.5
    near = (near + w["away"][:, places[None] - places[:, None] + MOST_PIECES]).masked_fill(
        ~inside[:, None, None], NEVER
    )
    seen = (near.softmax(-1) @ value).transpose(1, 2).reshape(count, length, width) @ w["out"] + w["out_bias"]
    rows = rows + nn.dropout(seen, DROPPED_INSIDE, drop)
    inner = nn.relu(_level(rows, w, "between") @ w["inner"] + w["inner_bias"])
    return rows + nn.dropout(inner @ w["outer"] + w["outer_bias"], DROPPED_INSIDE, drop)


def _listen(w: Weights, sentences: Tensor, seats: Tensor) -> Tensor:
    """Each text on a row of its own; behind its end stands the last row of ``sentences``, which is nothing."""
    taken = seats >= 0
    both = []
    for side, step in (("fore", 1), ("back", -1)):
        heard = sentences[seats] @ w[f"{side}_in"] + w[f"{side}_in_bias"]
        state = torch.zeros(len(seats), WIDTH // 2)
        states: list[Tensor] = []
        for place in range(heard.shape[1])[::step]:
            reset, update, new = heard[:, place].chunk(3, -1)
            old_reset, old_update, old_new = (state @ w[f"{side}_on"] + w[f"{side}_on_bias"]).chunk(3, -1)
            kept = torch.sigmoid(update + old_update)
            following = (1 - kept) * torch.tanh(new + torch.sigmoid(reset + old_reset) * old_new) + kept * state
            state = torch.where(taken[:, place, None], following, state)
            states.append(state)
        both.append(torch.stack(states[::step], 1))
    return torch.cat(both, -1)[taken]


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The questions of a batch, a row each, and their candidates' mentions, a row each."""

    ranges: Tensor
    core: Tensor
    core_of: Tensor
    opener: Tensor
    opener_of: Tensor
    sentence: Tensor
    type: Tensor
    role: Tensor
    text: Tensor
    sizes: Tensor
    owner: Tensor
    question: Tensor
    label: Tensor
    to_core: Tensor
    to_opener: Tensor
    answers: Tensor


def lay_questions(batch: Batch) -> Laid | None:
    """The questions of all texts; None where there are none."""
    starts = np.cumsum(batch.lengths) - batch.lengths
    rows: dict[str, list[Any]] = {name: [] for name in Laid.__slots__}
    first = candidates = 0
    for lesson in batch.lessons:

        def place(found: Range, first: int = first) -> tuple[int, int]:
            start = int(starts[first + found.sentence])
            return start + found.first, start + found.last

        for question, answer in lesson.questions:
            number = len(rows["sentence"])
            rows["core"] += [place(r) for r in question.core]
            rows["core_of"] += [number] * len(question.core)
            if question.opener:
                rows["opener"].append(place(question.opener))
                rows["opener_of"].append(number)
            owner, ranges, labels, to_core, to_opener = lay_out(question)
            rows["ranges"] += [place(r) if r else (0, 0) for r in ranges]
            rows["owner"] += [candidates + o for o in owner]
            rows["question"] += [number] * len(owner)
            rows["label"] += labels
            rows["to_core"] += to_core
            rows["to_opener"] += to_opener
            candidates += len(question.candidates)
            for name, value in (
                ("sentence", first + question.sentence), ("type", question.type), ("role", question.role),
                ("text", first), ("sizes", len(question.candidates)), ("answers", answer),
            ):  # fmt: skip
                rows[name].append(value)
        first += len(lesson.sheet.lengths)
    pairs = ("ranges", "core", "opener")
    tensors = {n: torch.tensor(v, dtype=torch.long).reshape(-1, *([2] if n in pairs else [])) for n, v in rows.items()}
    return Laid(**tensors) if rows["sentence"] else None


def weigh(
    w: Weights, batch: Batch, laid: Laid, states: Tensor, gathered: Tensor, company: Tensor, *, drop: bool
) -> Tensor:
    """As :meth:`Network.weigh`, of all questions: ``(questions, most candidates)``."""
    sums = torch.cat([torch.zeros(1, WIDTH), states.cumsum(0)])

    def mean(ranges: Tensor) -> Tensor:
        return (sums[ranges[:, 1]] - sums[ranges[:, 0]]) / (ranges[:, 1] - ranges[:, 0]).clamp(min=1)[:, None]

    def gather(ranges: Tensor, owner: Tensor) -> Tensor:
        many = torch.zeros(len(laid.sentence)).index_add(0, owner, torch.ones(len(owner)))
        return torch.zeros(len(many), WIDTH).index_add(0, owner, mean(ranges)) / many.clamp(min=1)[:, None]

    about = torch.cat([
        gathered[laid.sentence, laid.type], company[laid.sentence],
        gather(laid.core, laid.core_of), gather(laid.opener, laid.opener_of),
    ], -1)  # fmt: skip
    asked = nn.dropout(about, DROPPED_LATE, drop) @ w["about"] + w["about_bias"] + w["role"][laid.role]
    asked = asked + w["role_type"][laid.type] + batch.golden[laid.text, None] * w["role_golden"][laid.role]
    role = laid.role[laid.question]
    shown = nn.dropout(mean(laid.ranges), DROPPED_LATE, drop) @ w["mention"] + asked[laid.question]
    shown = shown + w["to_core"][role, laid.to_core] + w["to_opener"][role, laid.to_opener] + w["label"][laid.label]
    shown = _gelu(shown)
    scores = (nn.dropout(shown, DROPPED_LATE, drop) * w["weighs"][role]).sum(-1)
    every = int(laid.sizes.sum())
    best = torch.full((every,), NEVER).scatter_reduce(0, laid.owner, scores, "amax", include_self=False)
    column = torch.arange(every) - torch.repeat_interleave(laid.sizes.cumsum(0) - laid.sizes, laid.sizes)
    row = torch.repeat_interleave(torch.arange(len(laid.sizes)), laid.sizes)
    return torch.full((len(laid.sizes), int(laid.sizes.max())), NEVER).index_put((row, column), best)


def measure_loss(w: Weights, batch: Batch, *, drop: bool) -> Tensor:
    """How unlikely the right answers are: of what is stated, and of the choices among mentions and labels."""
    first, stated, states, gathered, company = see(w, batch, drop=drop)
    counted = batch.asked * batch.counted[:, None]
    shares = counted / counted.sum().clamp(min=1)

    def miss(said: Tensor) -> Tensor:
        return (nn.binary_cross_entropy_with_logits(said, batch.stated, reduction="none") * shares).sum()

    loss = miss(stated) + BEFORE * miss(first)
    laid = lay_questions(batch)
    if laid is None:
        return loss
    scores = weigh(w, batch, laid, states, gathered, company, drop=drop)
    wrong = nn.cross_entropy(scores, laid.answers, reduction="none")
    return loss + (wrong * batch.counted[laid.text]).mean()


def learn_network(
    gold: Sequence[Lesson], practice: Sequence[Lesson], axes: Axes, *, seed: int, rounds: int = ROUNDS
) -> dict[str, Vectors]:
    """The weights that gold and practice teach, as reading uses them; the same each time on one machine."""
    torch.manual_seed(seed)
    w = begin()
    every = [(lesson, True) for lesson in gold] + [(lesson, False) for lesson in practice]
    steps = rounds * -(-len(every) // TEXTS)
    search = torch.optim.AdamW(w.values(), lr=RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(search, RATE, total_steps=steps, pct_start=RISING)
    for batch in _draw(every, rounds, seed):
        search.zero_grad()
        measure_loss(w, batch, drop=True).backward()
        torch.nn.utils.clip_grad_norm_(w.values(), STEEPEST)
        search.step()
        pace.step()
    return ship(w, axes)


def _draw(every: Sequence[tuple[Lesson, bool]], rounds: int, seed: int) -> Iterator[Batch]:
    random = np.random.default_rng(seed)
    for _ in range(rounds):
        order = random.permutation(len(every))
        for first in range(0, len(order), TEXTS):
            lessons, golden = zip(*[every[place] for place in order[first : first + TEXTS]], strict=True)
            yield make_batch(lessons, golden)


def ship(w: Weights, axes: Axes) -> dict[str, Vectors]:
    """Weights as reading uses them: over all numbers of a piece, and with the mark of the gold in the biases."""
    found = {name: weight.detach().numpy().copy() for name, weight in w.items()}
    found["piece_bias"] -= axes.mean @ axes.across @ found["piece"]
    found["piece"] = axes.across @ found["piece"]
    found["known_bias"] += found.pop("golden")
    found["role"] += found.pop("role_golden")
    return found


_LESSONS: list[tuple[list[Lesson], list[Lesson], Axes]] = []


def _learn(fold: int | None, seed: int) -> dict[str, Vectors]:
    torch.set_num_threads(1)
    gold, practice, axes = _LESSONS[0]
    taught = [lesson for lesson in gold if fold is None or fold_of(lesson.article) != fold]
    return learn_network(taught, practice, axes, seed=seed)


def write_votes(file: Path, networks: Sequence[dict[str, Vectors]], taught: str) -> None:
    """A file of weights, each with a row for each network, and of the hash of what taught them."""
    weights: dict[str, NDArray[Any]] = {
        name: np.stack([network[name] for network in networks]).astype(np.float16) for name in networks[0]
    }
    file.parent.mkdir(exist_ok=True)
    np.savez(file, **weights | {TAUGHT_BY: np.array(taught)})  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the votes of reading from gold, practice and sketches.")
    parser.add_argument("--processes", type=int, default=count_cores(), help="networks learned side by side")
    options = parser.parse_args()
    started = time.monotonic()
    gold, practice = load_articles(), [*load_practice(), *load_sketches(VOTED)]
    axes = find_axes(practice)
    taught = {fold: hash_lessons(fold) for fold in (None, *range(FOLDS))}
    with ProcessPoolExecutor(count_cores()) as pool:
        _LESSONS[:] = [(gather_lessons(pool, gold, axes), gather_lessons(pool, practice, axes), axes)]
    print(f"vote: {len(practice)} texts of practice met in {time.monotonic() - started:.0f} s", flush=True)
    with ProcessPoolExecutor(options.processes) as pool:  # it is forked off, so that it has the lessons
        folds = (None, *range(FOLDS))
        learned = {fold: [pool.submit(_learn, fold, seed) for seed in SEEDS] for fold in folds}
        for fold in folds:
            write_votes(vote_of(fold), [network.result() for network in learned[fold]], taught[fold])
            print(f"vote: wrote {vote_of(fold).name} after {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()

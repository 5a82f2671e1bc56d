"""The documentation as a site: what Sphinx needs to know (`make docs`)."""

from pathlib import Path
from typing import Any

project = "Marsad"
author = "The Marsad authors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Marsad"
html_copy_source = False
html_show_copyright = False
# Search works from a folder, where a browser may not fetch pages to quote from.
html_show_search_summary = False
# Links such as exports.md#csv-and-parquet.
myst_heading_anchors = 3
# A page that is still empty is no fault of the site.
suppress_warnings = ["toc.no_title"]


def add_rest(app: Any, name: str, source: list[str]) -> None:
    """Put pages that index.rst does not name at its end, so that none is missing."""
    if name == "index":
        pages = sorted(path.stem for path in Path(app.srcdir).glob("*.md"))
        rest = [page for page in pages if f"   {page}\n" not in source[0]]
        source[0] += "\n.. toctree::\n   :caption: More\n\n" + "".join(f"   {page}\n" for page in rest)


def setup(app: Any) -> None:
    app.connect("source-read", add_rest)

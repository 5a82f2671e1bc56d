"""The command `marsad demo`: articles that ship with Marsad are read, and a dossier of them becomes a register."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_inputs import exit_by, read_all
from marsad.intake import Failure, Options, Told, list_inputs, open_originals
from marsad.messages import count
from marsad.run.local import Tally
from marsad.settings import load_settings

if TYPE_CHECKING:
    from marsad.register import Register

FOLDER = Path(__file__).parent / "demo"
ARTICLES, DOSSIER = FOLDER / "articles", FOLDER / "dossier"
STORE = "dossier.db"


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to write the page and the dossier's store.")
    ] = Path("demo-out"),
) -> None:
    """Show Marsad at work: articles read into claims, and a dossier of articles made into a register.

    Prints the claims, writes the page with the words highlighted, then takes the dossier into a store of its own, made
    anew each time, and prints its register. Happenings, outlets and figures are invented. At a terminal it offers to
    open the desk on it and prints its address.

    Example:

        marsad demo --output demo-out
    """
    from marsad.export.formats import make_folder
    from marsad.export.register_table import write_register_table
    from marsad.link.ask import Question, select

    tally = Tally()
    make_folder(output)
    show_readings(output / "demo.html", tally)
    register = link_dossier(output / STORE, tally)
    texts = len(list_inputs([name_path(DOSSIER)]).sources)
    print(f"\nWhat {texts} articles of other outlets, all invented, say of three happenings:")
    command = f"{name_program()} show {{entry}} --store {quote(str(output / STORE))}"
    write_register_table(select(register.entries, Question(), sort="publications"), sys.stdout, show=command)
    offer_desk(output / STORE)
    exit_by(tally)


def offer_desk(place: Path) -> None:
    """Say how the dossier is looked at on screen; where somebody sits at the terminal, ask, and open it."""
    print(f"The same on screen: {name_program()} serve --store {quote(str(place))}")
    if sys.stdin.isatty() and sys.stdout.isatty() and typer.confirm("Open it now?"):
        from marsad.cli_serve import serve

        serve(port=0, store=str(place))


def show_readings(page: Path, tally: Tally) -> None:
    """Print the claims of the single articles and write the page that highlights them."""
    from marsad.export import open_export
    from marsad.export.files import open_text
    from marsad.export.formats import open_target

    readings = list(read_all(list_inputs([name_path(ARTICLES)]).sources, Told(), tally, quiet=False))
    open_export("table")(readings, sys.stdout)
    with open_target(page) as whole, open_text(whole) as out:
        open_export("html")(readings, out)
    claims, articles = sum(len(reading.claims) for reading in readings), count(len(readings), "article")
    print(f"{count(claims, 'claim')} in {articles}. The page with the words highlighted: {page.resolve()}")


def link_dossier(place: Path, tally: Tally) -> Register:
    """The register of the dossier, kept in a new store at ``place``."""
    from marsad.desk import current_register, take_in
    from marsad.read.publication import read_day
    from marsad.run.workers import Crew
    from marsad.store import open_store

    for file in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
        file.unlink(missing_ok=True)
    options = Options(settings=load_settings(), read_day=read_day)
    with open_store(place) as store:
        # One process: starting another takes longer than reading so few.
        for result in take_in(store, open_originals(name_path(DOSSIER), options), options, engine=Crew(1)):
            if isinstance(result, Failure):
                tally.count_failure(str(result.error))
        return current_register(store)


def name_program() -> str:
    """How the user calls Marsad: by its name where the shell finds it, else by the path that started it."""
    started = Path(sys.argv[0])
    return "marsad" if shutil.which("marsad") or started.stem != "marsad" else name_path(started)


def name_path(path: Path) -> str:
    """A path as short as it can be said from the working folder."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)

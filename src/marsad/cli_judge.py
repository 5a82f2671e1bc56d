"""The commands `marsad judge ...` and `marsad log`: what people decide, and the record of all that was done."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from marsad.cli_store import Place, open_kept
from marsad.errors import InputError, on_one_line
from marsad.messages import count

app = typer.Typer(
    help="Say what is one happening, what is wrong, what is right; kept with who and why, and undoable.",
    no_args_is_help=True,
)
Who = Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; else the name of the user.")]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="For what reason.")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The beginning of a claim's id.")]


@app.command()
def same(first: Claim, second: Claim, who: Who = None, why: Why = None, store: Place = None) -> None:
    """Two claims are one happening."""
    judge_claims("same", (first, second), who=who, why=why, store=store)


@app.command()
def different(first: Claim, second: Claim, who: Who = None, why: Why = None, store: Place = None) -> None:
    """Two claims are of different happenings."""
    judge_claims("different", (first, second), who=who, why=why, store=store)


@app.command()
def wrong(claim: Claim, who: Who = None, why: Why = None, store: Place = None) -> None:
    """The text does not say what a claim says: leave it out."""
    judge_claims("wrong", (claim,), who=who, why=why, store=store)


# So that "at most 10" can be typed as it is written: -10.
@app.command(context_settings={"ignore_unknown_options": True})
def value(
    claim: Claim,
    slot: Annotated[str, typer.Argument(help="type, factuality, supplier, recipient, unit, date or count.")],
    value: Annotated[str, typer.Argument(help="What is right; empty where there is none.")],
    who: Who = None,
    why: Why = None,
    store: Place = None,
) -> None:
    """What a claim should say: a party by its id, a date as EDTF, a count as 7, 5-10, 5- or -10."""
    judge_claims("value", (claim,), who=who, why=why, store=store, slot=slot, value=value)


@app.command()
def credibility(
    claim: Claim,
    number: Annotated[str, typer.Argument(metavar="1-6", help="Credibility of what it says (Admiralty).")],
    who: Who = None,
    why: Why = None,
    store: Place = None,
) -> None:
    """How credible a claim is, 1 to 6; 1 (confirmed) needs two independent origins."""
    judge_claims("credibility", (claim,), who=who, why=why, store=store, value=number)


@app.command()
def grade(
    outlet: Annotated[str, typer.Argument(help="Name of an outlet, as `marsad sources` lists it.")],
    letter: Annotated[str, typer.Argument(metavar="A-F", help="Its reliability (Admiralty).")],
    who: Who = None,
    why: Why = None,
    store: Place = None,
) -> None:
    """How reliable an outlet is, A to F."""
    from marsad.link.judgements import GRADES

    if letter not in tuple(GRADES):
        raise InputError(f"{letter!r} is no grade", hint="there are A, B, C, D, E and F")
    with open_kept(store) as opened:
        if outlet not in {document.publisher for document in opened.documents()}:
            raise InputError(f"no outlet {outlet!r}", hint="`marsad sources` lists them")
        made = opened.add_judgement("grade", (outlet,), letter, who=who or getpass.getuser(), why=why)
    print(f"judgement {made.id}: {outlet} has grade {letter}")


@app.command()
def undo(
    number: Annotated[int, typer.Argument(help="The number of a judgement, as `marsad judge list` shows it.")],
    who: Who = None,
    store: Place = None,
) -> None:
    """Take a judgement back; both stay on record."""
    from marsad.catchup import catch_up

    with open_kept(store) as opened:
        opened.undo_judgement(number, who or getpass.getuser())
        catch_up(opened)
    print(f"judgement {number} is taken back")


@app.command("list")
def list_judgements(store: Place = None) -> None:
    """The judgements in force."""

    with open_kept(store) as opened:
        judgements = opened.judgements()
    for judgement in judgements:
        about = " ".join(name.split("|")[0] for name in judgement.subject)
        why = f" ({judgement.why})" if judgement.why else ""
        value = f" {judgement.value}" if judgement.value else ""
        said = f"{judgement.who}: {judgement.kind} {about}{value}{why}"
        print(f"{judgement.id}  {judgement.at:%Y-%m-%d %H:%M}  {on_one_line(said)}")


def judge_claims(
    kind: str,
    claims: tuple[str, ...],
    *,
    who: str | None,
    why: str | None,
    store: str | None,
    slot: str | None = None,
    value: str | None = None,
) -> None:
    """Check a judgement on claims, keep it and link anew."""
    from marsad.catchup import catch_up
    from marsad.link.judgements import check_judgement, name_claim
    from marsad.shelf import open_shelf_around

    with open_kept(store) as opened:
        shelf = open_shelf_around(opened, *claims)
        found = [shelf.claims[shelf.find_claim(start)] for start in claims]
        entries = [entry for entry in shelf.register.entries if any(w.claim == found[0][1].id for w in entry.claims)]
        check_judgement(kind, [claim for _, claim in found], slot, value, origins=entries[0].origins if entries else 0)
        subject = tuple(name_claim(claim, document.id) for document, claim in found)
        made = opened.add_judgement(
            kind, (*subject, *([slot] if slot else [])), value, who=who or getpass.getuser(), why=why
        )
        catch_up(opened)
        entries_now, _ = opened.count_register()
    print(f"judgement {made.id}; the register has {count(entries_now, 'entry', 'entries')}")


def log(
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain of hashes instead.")] = False,
    store: Place = None,
) -> None:
    """What was added, read, linked and judged, oldest first.

    Examples:

        marsad log
        marsad log --verify
    """

    with open_kept(store) as opened:
        if not verify:
            for row in opened.log():
                told = f"{row.action}  {on_one_line(row.subject)}  {row.hash[:16]}"
                print(f"{row.number}  {row.at:%Y-%m-%d %H:%M:%S}  {told}")
            return
        faults, lines = opened.verify_log(), sum(1 for _ in opened.log())
    for fault in faults:
        print(fault)
    print(f"{count(lines, 'line')}, {count(len(faults), 'fault')}", file=sys.stderr)
    if faults:
        raise typer.Exit(1)

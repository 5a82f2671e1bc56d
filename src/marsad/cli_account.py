"""The commands `marsad account ...`: who may log in to the desk of a team."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import Annotated

import typer

from marsad.cli_store import Place, choose_place, open_kept

app = typer.Typer(
    help="Give people accounts on the desk; while a store has one, its desk asks everybody to log in.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="Small letters, digits, dots and dashes.")]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given.")
]


class Role(StrEnum):
    """Readers look, analysts judge and add, admins manage accounts."""

    reader = "reader"
    analyst = "analyst"
    admin = "admin"


@app.command()
def add(name: Name, password: Password, role: Role = Role.reader, store: Place = None) -> None:
    """Give somebody an account; the first one should be an admin's.

    Example:

        marsad account add amal --role admin
    """
    from marsad.store import open_store
    from marsad.web.security.accounts import add_account

    with open_store(choose_place(store)) as opened:
        add_account(opened, name, role, password, who=getpass.getuser())
    print(f"{name} may log in as {role}")


@app.command()
def role(name: Name, role: Role, store: Place = None) -> None:
    """Give an account another role."""
    from marsad.web.security.accounts import change_role

    with open_kept(store) as opened:
        change_role(opened, name, role, who=getpass.getuser())
    print(f"{name} is {role} now")


@app.command()
def password(name: Name, password: Password, store: Place = None) -> None:
    """Give an account another password; whoever is logged in with it is logged out."""
    from marsad.web.security.accounts import change_password

    with open_kept(store) as opened:
        change_password(opened, name, password, who=getpass.getuser())
    print(f"{name} has a new password")


@app.command()
def close(name: Name, store: Place = None) -> None:
    """Let nobody in by an account any more; what its person judged stays."""
    from marsad.web.security.accounts import close_account

    with open_kept(store) as opened:
        close_account(opened, name, who=getpass.getuser())
    print(f"{name} is closed")


@app.command("list")
def list_accounts(store: Place = None) -> None:
    """All accounts with their roles."""

    with open_kept(store) as opened:
        for account in opened.people.accounts():
            closed = f"  closed {account.closed:%Y-%m-%d}" if account.closed else ""
            print(f"{account.name}  {account.role}{closed}")

"""The licences of everything that an installation brings along: each must go with Apache-2.0.

``python -m release.licences`` prints them. What a package states is believed: its SPDX expression, else its
classifiers, else its old field; where it states none, ``KNOWN`` says what its repository holds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

EXTRAS = ("web", "postgres", "exports", "brief", "control", "ray", "fast")
"""What users install; tools of development are not shipped with anything."""

FINE = re.compile(
    r"\b(?:apache|mit|bsd|isc|psf|python software foundation|unlicense|zlib|cc0|public domain|historical permission|"
    r"hpnd|0bsd|mit-0|mit-cmu|boost|zpl|cc-by|mozilla|mpl)\b",
    re.IGNORECASE,
)
"""Licences that permit use in a program under Apache-2.0; MPL covers its own files alone."""

WEAK = re.compile(r"\b(?:lgpl|lesser general public)", re.IGNORECASE)
"""Fine for libraries that are loaded and can be exchanged, as Python packages are; named in NOTICE."""

STRONG = re.compile(r"\b(?:a?gpl|general public license|sspl|proprietary|non-?commercial|cc-by-nc)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """A package and what it says of its licence."""

    package: str
    version: str
    stated: str

    @property
    def fits(self) -> bool:
        """Whether one of the licences that may be chosen does."""
        return any(_fits(choice) for choice in self.stated.split(" OR "))


def _fits(stated: str) -> bool:
    return not STRONG.search(WEAK.sub("", stated)) and bool(FINE.search(stated) or WEAK.search(stated))


def list_licences(package: str = "marsad", extras: Iterable[str] = EXTRAS) -> list[Licence]:
    """The licences of all packages that an installation with these extras has here, by name."""
    found = {name: _read(name, found) for name, found in _walk(package, tuple(extras), {}).items()}
    return [found[name] for name in sorted(found)]


def _walk(package: str, extras: tuple[str, ...], seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """All packages that a package needs, itself left out, by their normal name."""
    for requirement in _list_requirements(distribution(package), extras):
        name = _normalise(requirement.name)
        if name in seen or name == "marsad":
            continue
        try:
            seen[name] = distribution(name)
        except PackageNotFoundError:
            continue  # An extra that is not installed here.
        _walk(name, tuple(requirement.extras), seen)
    return seen


def _list_requirements(found: Distribution, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for line in found.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(name: str, found: Distribution) -> Licence:
    said = found.metadata
    classifiers = [line for line in said.get_all("Classifier", []) if line.startswith("License ::")]
    classed = ", ".join(line.rpartition(":: ")[2] for line in classifiers)
    choices = (*said.get_all("License-Expression", []), classed, *said.get_all("License", []))
    stated = next((choice.strip().splitlines()[0] for choice in choices if choice.strip()), "")
    return Licence(name, found.version, stated or KNOWN.get(name, ""))


# Packages that state no licence, and what their repositories hold.
KNOWN: dict[str, str] = {}


def main() -> int:
    licences = list_licences()
    for licence in licences:
        print(f"{licence.package:32} {licence.version:12} {licence.stated[:60] or '(none stated)'}")
    bad = [licence for licence in licences if not licence.fits]
    for licence in bad:
        print(f"does not go with Apache-2.0: {licence.package}: {licence.stated or 'none stated'}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

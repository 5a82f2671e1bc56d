"""Everything that an installation brings along has a licence that goes with Apache-2.0."""

from __future__ import annotations

import pytest

from release.licences import Licence, list_licences


def test_every_package_that_users_install_has_a_licence_that_fits() -> None:
    licences = list_licences()
    assert {"sqlalchemy", "trafilatura", "fastapi", "psycopg", "lxml"} <= {licence.package for licence in licences}
    assert [licence for licence in licences if not licence.fits] == []


@pytest.mark.parametrize(
    ("stated", "fits"),
    [
        ("MIT License", True),
        ("BSD-3-Clause AND Zlib", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("LGPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("CC-BY-NC-4.0", False),
        ("", False),
        ("Other/Proprietary License", False),
    ],
)
def test_what_a_licence_says_decides(stated: str, fits: bool) -> None:
    assert Licence("x", "1", stated).fits is fits

#!/usr/bin/env bash
# Puts the package followthemoney, which a test reads exports with, into an environment of its own inside the first
# argument: it brings stubs of SQLAlchemy that the type checker would take for the real ones, and its newest versions
# need a compiler. Without it that test skips and says so.
set -euo pipefail
home="$1/followthemoney"
if [ -x "$home/bin/ftm" ]; then
  exit 0
fi
echo "Installing followthemoney for the test of its export ..."
rm -rf "$home"
"$1/bin/python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary pyicu 'followthemoney<3.8.3' ||
  { rm -rf "$home"; echo "followthemoney could not be installed: its export is not read back"; }
